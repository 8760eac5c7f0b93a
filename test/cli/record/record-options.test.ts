import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';
import type { ByteSource } from '../../../src/contract/bytes.ts';
import type { FileUpload } from '../../../src/connection/record-calls.ts';
import { streamInput } from '../../../src/host/index.ts';
import { temporaryFolder } from '../../host/temporary-folder.ts';
import { assignment } from '../../../src/cli/assignment.ts';
import { collectBind } from '../../../src/cli/bind-option.ts';
import { fetchFile } from '../../../src/cli/record/fetch-file.ts';
import { givenFields, requireFields, type FieldOptions } from '../../../src/cli/record/field-options.ts';
import { externalId, keyOf } from '../../../src/cli/record/record-key.ts';
import { fieldNames } from '../../../src/cli/record/read-options.ts';
import { isFileCommand, storeFile, type FileOptions } from '../../../src/cli/record/store-file.ts';

/** The options of a command line, with a file of this content. */
async function options(set: readonly string[], content?: string): Promise<FieldOptions> {
  const given = { set: set.map(assignment), clear: [] };
  if (content === undefined) return given;
  const folder = await temporaryFolder();
  await writeFile(join(folder, 'fields.json'), content);
  return { ...given, from: join(folder, 'fields.json') };
}

describe('fields of a command line', () => {
  test('are texts, empty ones and such with = in them too', async () => {
    expect(await givenFields(await options(['Subject=a=b', 'Description=']))).toEqual({
      Subject: 'a=b',
      Description: '',
    });
  });

  test('go before those of a file, whatever their case', async () => {
    const given = await options(
      ['SUBJECT=mine'],
      '{"Subject": "theirs", "Cost__c": 1.5, "IsEscalated": true}',
    );
    expect(await givenFields(given)).toEqual({ SUBJECT: 'mine', Cost__c: 1.5, IsEscalated: true });
  });

  test('are given once each', async () => {
    const twice = { ...(await options(['Subject=a'])), clear: ['subject'] };
    await expect(givenFields(twice)).rejects.toMatchObject({ message: 'subject is given twice.' });
  });

  test.each(['[1]', '"text"', '{"Account": {"Name": "x"}}', '{"List": []}'])(
    'do not come from %s',
    async (content) => {
      await expect(givenFields(await options([], content))).rejects.toMatchObject({
        message: expect.stringContaining('no object of texts') as string,
      });
    },
  );

  test('do not come from what is no JSON, or from nowhere', async () => {
    await expect(givenFields(await options([], '{'))).rejects.toMatchObject({ code: 'invalid-json' });
    await expect(givenFields({ set: [], clear: [], from: 'nowhere.json' })).rejects.toMatchObject({
      code: 'file-not-found',
    });
  });

  test('are at least one', () => {
    expect(() => requireFields({})).toThrow('Nothing to set');
    expect(requireFields({ Subject: null })).toEqual({ Subject: null });
  });

  test.each(['Subject', '=x', ''])('need a name and a value: %j', (given) => {
    expect(() => assignment(given)).toThrow('NAME=VALUE');
  });
});

describe('names of fields to read', () => {
  test('stand between commas', () => {
    expect(fieldNames('Subject, Contact.Email')).toEqual(['Subject', 'Contact.Email']);
  });

  test.each(['', 'Subject,,Id', 'Subject,', ' '])('are none in %j', (given) => {
    expect(() => fieldNames(given)).toThrow('names with one comma');
  });
});

describe('values for a query', () => {
  test('are given once each', () => {
    expect(collectBind('b=2', collectBind('a=1'))).toEqual({ a: '1', b: '2' });
    expect(() => collectBind('a=2', collectBind('a=1'))).toThrow('a is given twice.');
  });
});

describe('a record on a command line', () => {
  test('is named by its id or by an external id', () => {
    expect(keyOf('500', {})).toBe('500');
    expect(keyOf(undefined, { externalId: externalId('Email=a@b.c') })).toEqual({
      field: 'Email',
      value: 'a@b.c',
    });
  });

  test('has one name', () => {
    expect(() => keyOf(undefined, {})).toThrow('Which record?');
    expect(() => keyOf('500', { externalId: externalId('A=b') })).toThrow('one name');
  });
});

describe('a file on a command line', () => {
  test('is a ContentVersion with a title at most', () => {
    expect(isFileCommand('Case', {}, { Subject: 'x' })).toBe(false);
    expect(isFileCommand('contentversion', { file: 'a.txt' }, { title: 'x' })).toBe(true);
    expect(() => isFileCommand('Case', { file: 'a.txt' }, {})).toThrow('ContentVersion');
    expect(() => isFileCommand('ContentVersion', { file: 'a.txt' }, { Description: 'x' })).toThrow(
      'only Title',
    );
    expect(() => isFileCommand('ContentVersion', { linkedTo: '500' }, {})).toThrow('--file');
  });

  test('has no rules, and is not standard input twice', () => {
    const refusal = (options: FileOptions) => () =>
      isFileCommand('ContentVersion', { file: '-', ...options }, {});
    expect(refusal({ assignmentRule: 'default' })).toThrow('--assignment-rule');
    expect(refusal({ allowDuplicates: true })).toThrow('--allow-duplicates');
    expect(refusal({ from: '-' })).toThrow('Standard input');
  });

  test('from standard input is named by its title, and kept only while it is sent', async () => {
    const stored: unknown[] = [];
    const records = {
      uploadFile: async (source: ByteSource, { fileName, title }: FileUpload) => {
        stored.push(fileName, title, await text(source.open()));
        return { versionId: 'v', documentId: 'd' };
      },
    };
    const folder = await temporaryFolder();
    const session = {
      signal: new AbortController().signal,
      context: { temporaryFolder: folder },
      input: () => streamInput(Readable.from([Buffer.from('con'), Buffer.from('tent')]), 'standard input'),
    };
    await expect(storeFile(records, { file: '-' }, {}, session)).rejects.toMatchObject({
      message: expect.stringContaining('needs a name') as string,
    });
    await storeFile(records, { file: '-' }, { Title: 'a.txt' }, session);
    expect(stored).toEqual(['a.txt', 'a.txt', 'content']);
    expect(await readdir(folder)).toEqual([]);
  });

  test('that is fetched has no fields', async () => {
    const session = { signal: new AbortController().signal };
    const file = { object: 'ContentVersion', key: '068', path: 'x', fields: ['Title'] };
    await expect(fetchFile({} as never, file, session as never)).rejects.toMatchObject({
      message: expect.stringContaining('--fields') as string,
    });
  });
});
