import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { assignment } from '../../../src/cli/assignment.ts';
import { givenFields, type FieldOptions } from '../../../src/cli/record/field-options.ts';
import { externalId, keyOf } from '../../../src/cli/record/record-key.ts';
import { isFileCommand } from '../../../src/cli/record/store-file.ts';

/** The options of a command line, with a file of this content. */
async function options(set: readonly string[], content?: string): Promise<FieldOptions> {
  const given = { set: set.map(assignment), clear: [] };
  if (content === undefined) return given;
  const folder = await mkdtemp(join(tmpdir(), 'sfsc-test-'));
  onTestFinished(() => rm(folder, { recursive: true }));
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

  test.each(['Subject', '=x', ''])('need a name and a value: %j', (given) => {
    expect(() => assignment(given)).toThrow('NAME=VALUE');
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
});
