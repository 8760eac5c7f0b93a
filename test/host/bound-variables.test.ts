import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createRunContext } from '../../src/compose.ts';
import {
  createHost,
  fileInput,
  fileOutput,
  substituteVariables,
  createVariableScope,
  type Host,
} from '../../src/host/index.ts';
import { countersOfFailure } from '../../src/host/run/run-counters.ts';
import { temporaryFolder } from './temporary-folder.ts';
import { toyConnector } from './toy-connector.ts';

const scope = createVariableScope({
  definitions: { count: { value: 7, secret: false } },
  overrides: { who: "O'Brien", table: 'Case' },
});
const schema = {
  properties: {
    text: { type: 'string', 'x-binds': 'binds' },
    binds: { type: 'object' },
    plain: { type: 'string' },
  },
};
const put = (value: unknown) => substituteVariables(value, { scope, where: 'activities/a.json', schema });

describe('a variable in a text with a language of its own', () => {
  test('stays where it is, and its value is handed over with its type', () => {
    expect(put({ text: "name = '[who]' and n < [count]", plain: '[who]' })).toEqual({
      text: "name = '[who]' and n < [count]",
      binds: { who: "O'Brien", count: 7 },
      plain: "O'Brien",
    });
  });

  test('is replaced there when its author asks for raw text', () => {
    expect(put({ text: 'from [raw:table] [raw:nobody{limit 5}] where n = [count]' })).toEqual({
      text: 'from Case limit 5 where n = [count]',
      binds: { count: 7 },
    });
  });

  test('gives way to a value that the author has given himself, which may hold variables', () => {
    expect(put({ text: '[who] [count]', binds: { who: 'x[count]' } })).toEqual({
      text: '[who] [count]',
      binds: { who: 'x7', count: 7 },
    });
  });

  test('leaves its default in the text, and fails without one', () => {
    expect(put({ text: 'n = [nobody{5}]' })).toEqual({ text: 'n = [nobody{5}]' });
    expect(() => put({ text: 'n = [nobody]' })).toThrow(
      expect.objectContaining({
        code: 'variable-unset',
        details: { variable: 'nobody', path: 'activities/a.json: text' },
      }) as Error,
    );
  });

  test('may be written raw in any other text too, where it means nothing else', () => {
    expect(put({ plain: 'a [raw:who] b' })).toEqual({ plain: "a O'Brien b" });
  });
});

/** A project with three notes, and activities that use what is given. */
async function hostWith(
  activities: Readonly<Record<string, Record<string, unknown>>>,
  variables: Record<string, string> = {},
): Promise<{
  host: Host;
  run: (name: string) => Promise<unknown>;
  folder: string;
  activity: (name: string) => object;
}> {
  const folder = await temporaryFolder();
  await mkdir(join(folder, 'data'));
  const notes = ['a', 'b', 'c'].map((key) => `{"key":"${key}","note":"1"}\n`).join('');
  await writeFile(join(folder, 'data', 'notes.ndjson'), notes);
  await writeFile(join(folder, 'in.csv'), 'key,note\nd,1\nbad,2\ne,3\n');
  const host = createHost({ connectors: [toyConnector], context: createRunContext(), variables });
  onTestFinished(() => host.close());
  const connection = {
    file: 'toy.json',
    type: 'ndjson-folder',
    name: 'toy',
    config: { name: 'toy', folder: join(folder, 'data') },
  };
  const activity = (name: string) => {
    const { type, ...options } = activities[name] ?? {};
    return { file: `activities/${name}.json`, name, type: String(type), connection, options } as never;
  };
  const run = (name: string) =>
    host.runActivity({
      activity: activity(name),
      input: fileInput(join(folder, 'in.csv')),
      output: fileOutput(join(folder, 'out.ndjson')),
    });
  return { host, run, folder, activity };
}

describe('an activity', () => {
  test('gets variables of its text as values', async () => {
    const list = { type: 'list', collection: 'notes', filter: 'key is [which]' };
    const { run } = await hostWith({ list }, { which: 'b' });
    expect(await run('list')).toMatchObject({ report: { rowCount: 1 } });
  });

  test('can be looked at before it runs', async () => {
    const list = { type: 'list', collection: 'notes', filter: 'key is [which{c}]' };
    const { host, activity } = await hostWith({ list, append: { type: 'append', collection: 'notes' } });
    expect(await host.preview(activity('list') as never, { maxRows: 1 })).toEqual({
      statement: 'key is c',
      rows: [{ key: 'c', note: '1' }],
      truncated: false,
    });
    await expect(host.preview(activity('append') as never)).rejects.toMatchObject({
      code: 'unsupported-operation',
    });
  });
});

describe('counters', () => {
  test('of a read are variables for what runs next, under both names', async () => {
    const { run } = await hostWith({
      list: { type: 'list', collection: 'notes' },
      next: { type: 'list', collection: '[query.record_count]-[jitterbit.sfdc.query.record_count]' },
      unset: { type: 'list', collection: '[success_record_count]' },
    });
    expect(await run('list')).toMatchObject({ counters: { 'query.record_count': 3 } });
    expect(await run('next')).toMatchObject({ counters: { 'query.record_count': 0 } });
    await expect(run('unset')).rejects.toMatchObject({ code: 'variable-unset' });
  });

  test('of a write say how many rows succeeded, and how many did not', async () => {
    const { run } = await hostWith(
      {
        append: { type: 'append', collection: 'notes' },
        next: { type: 'list', collection: 'x', filter: 'key is [failure_record_count]' },
      },
      { success_record_count: 'of the user' },
    );
    expect(await run('append')).toMatchObject({
      counters: { success_record_count: 2, failure_record_count: 1 },
    });
    expect(await run('next')).toMatchObject({ report: { rowCount: 0 } });
  });

  test('of a run that broke off are those of the account in its error, if it has one', () => {
    const report = { rowCount: 5, succeeded: 2, failed: 1, unprocessed: 2, unknown: 0 };
    expect(countersOfFailure({ report })).toEqual({ success_record_count: 2, failure_record_count: 3 });
    expect(countersOfFailure({ report: { rowCount: 4, truncated: false } })).toEqual({
      'query.record_count': 4,
    });
    expect([countersOfFailure({}), countersOfFailure({ report: 'lost' })]).toEqual([undefined, undefined]);
  });
});
