import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { createRunContext } from '../../src/compose.ts';
import type { ProgressEvent } from '../../src/contract/progress.ts';
import { createHost, fileInput, fileOutput, streamInput, type Host } from '../../src/host/index.ts';
import { temporaryFolder } from './temporary-folder.ts';
import { toyConnector, toyLog } from './toy-connector.ts';

let folder: string;
let spool: string;
let host: Host;

beforeEach(async () => {
  folder = await temporaryFolder();
  spool = await temporaryFolder();
  host = createHost({ connectors: [toyConnector], context: createRunContext({ temporaryFolder: spool }) });
  const opened = host;
  onTestFinished(() => opened.close());
});

const connection = () => ({
  file: 'toy.json',
  type: 'ndjson-folder',
  name: 'toy',
  config: { name: 'toy', folder },
});
const activity = (type: string, options: Record<string, unknown> = {}) => ({
  type,
  connection: connection(),
  options: { collection: 'notes', ...options },
});
const put = async (file: string, text: string) => {
  await writeFile(join(folder, file), text);
  return join(folder, file);
};
const get = (file: string) => readFile(join(folder, file), 'utf8');
const threeNotes = '{"key":"a","note":"1"}\n{"key":"b","note":"2"}\n{"key":"c","note":"3"}\n';

describe('a source activity', () => {
  beforeEach(() => put('notes.ndjson', threeNotes));

  test('writes the CSV bytes that the activity hands over, unparsed', async () => {
    const result = await host.runActivity({
      activity: activity('list'),
      output: fileOutput(join(folder, 'out.csv')),
    });
    expect(result).toMatchObject({ direction: 'source', report: { rowCount: 3 }, usage: { apiCalls: 1 } });
    expect(await get('out.csv')).toBe('"key","note"\n"a","1"\n"b","2"\n"c","3"\n');
  });

  test('writes rows as JSON and as NDJSON by the name of the file', async () => {
    await host.runActivity({ activity: activity('list'), output: fileOutput(join(folder, 'out.json')) });
    await host.runActivity({ activity: activity('list'), output: fileOutput(join(folder, 'out.ndjson')) });
    expect(JSON.parse(await get('out.json'))).toHaveLength(3);
    expect(await get('out.ndjson')).toBe(threeNotes);
  });

  test('passes rows through a transformation, which rules out the bytes', async () => {
    const transformation = { name: 't', columns: { Key: 'key' } };
    const output = fileOutput(join(folder, 'out.csv'));
    await host.runActivity({ activity: activity('list'), output, transformation });
    expect(await get('out.csv')).toBe('Key\na\nb\nc\n');
  });

  test('leaves the earlier file alone and no part behind when the read fails', async () => {
    const path = await put('out.csv', 'earlier\n');
    const run = host.runActivity({
      activity: activity('list', { collection: 'locked' }),
      output: fileOutput(path),
    });
    await expect(run).rejects.toMatchObject({ code: 'permission-denied' });
    expect(await get('out.csv')).toBe('earlier\n');
    expect(await readdir(folder)).toEqual(['notes.ndjson', 'out.csv']);
  });

  test('writes an empty JSON array when there are no rows', async () => {
    const output = fileOutput(join(folder, 'out.json'));
    await host.runActivity({ activity: activity('list', { collection: 'none' }), output });
    expect(await get('out.json')).toBe('[]\n');
  });

  test('stops at an abort between batches and leaves nothing behind', async () => {
    const abort = new AbortController();
    const run = host.runActivity({
      activity: activity('list', { batchRowCount: 1 }),
      output: fileOutput(join(folder, 'out.ndjson')),
      signal: abort.signal,
      onProgress: () => {
        abort.abort();
      },
    });
    await expect(run).rejects.toMatchObject({ code: 'cancelled' });
    expect(await readdir(folder)).toEqual(['notes.ndjson']);
  });

  test('refuses to run without an output', async () => {
    await expect(host.runActivity({ activity: activity('list') })).rejects.toMatchObject({
      code: 'invalid-usage',
    });
  });
});

describe('a target activity', () => {
  test('takes CSV bytes as they are and keeps its result files verbatim', async () => {
    const input = fileInput(await put('in.csv', 'key,note\na,"x, y"\nbad,no\n'));
    const results = join(folder, 'results');
    const result = await host.runActivity({ activity: activity('append'), input, resultsFolder: results });
    expect(result).toMatchObject({ report: { rowCount: 2, succeeded: 1, failed: 1 } });
    expect(await get('results/success.csv')).toBe('"key","note"\n"a","x, y"\n');
    expect(await get('results/failed.csv')).toBe('key,note\nbad,no\n');
    expect(result.outputs.map((path) => path.slice(results.length + 1))).toEqual([
      'success.csv',
      'failed.csv',
      'summary.json',
    ]);
  });

  test('refuses CSV bytes that are not UTF-8 before any of them goes out (D11)', async () => {
    const path = await put('in.csv', '');
    await writeFile(path, Buffer.from('key,note\na,caf\u00e9\n', 'latin1'));
    const run = host.runActivity({ activity: activity('append'), input: fileInput(path) });
    await expect(run).rejects.toMatchObject({ code: 'csv-encoding', details: { byteOffset: 14 } });
    expect(await readdir(folder)).toEqual(['in.csv']);
  });

  test('puts the reason beside the original row of each failure', async () => {
    await put('notes.ndjson', threeNotes);
    const input = fileInput(await put('in.csv', 'key,why\na,old\nzzz,"two\nlines"\n'));
    const results = join(folder, 'results');
    const result = await host.runActivity({ activity: activity('remove'), input, resultsFolder: results });
    expect(await get('results/success.csv')).toBe('result_id,result_created,key,why\na,,a,old\n');
    expect(await get('results/failed.csv')).toBe(
      'error_code,error_message,error_fields,key,why\nREFUSED,no such row,key,zzz,"two\nlines"\n',
    );
    expect(result).toMatchObject({ failures: [{ rowIndex: 1, error: { code: 'REFUSED' } }] });
    expect(JSON.parse(await get('results/summary.json'))).toMatchObject({
      complete: true,
      activity: 'remove',
      connection: 'toy',
      report: { rowCount: 2, succeeded: 1, failed: 1, unprocessed: 0, unknown: 0 },
    });
  });

  test('removes the failures of an earlier run from its results folder', async () => {
    await mkdir(join(folder, 'results'));
    await put('results/failed.csv', 'stale\n');
    const input = fileInput(await put('in.csv', 'key\na\n'));
    await host.runActivity({ activity: activity('append'), input, resultsFolder: join(folder, 'results') });
    expect(await readdir(join(folder, 'results'))).toEqual(['success.csv', 'summary.json']);
  });

  test('keeps what is known when the input turns out to be broken half way', async () => {
    const good = Array.from({ length: 250 }, (_, index) => `k${index},n\n`).join('');
    const input = fileInput(await put('in.csv', `key,note\n${good}k250\n`));
    const transformation = { name: 't', columns: { key: 'key' } };
    const run = host.runActivity({
      activity: activity('append'),
      input,
      transformation,
      resultsFolder: join(folder, 'results'),
    });
    await expect(run).rejects.toMatchObject({ code: 'csv-malformed', details: { line: 252 } });
    expect((await get('results/success.csv')).split('\n')).toHaveLength(202);
    expect(JSON.parse(await get('results/summary.json'))).toMatchObject({
      complete: false,
      report: { succeeded: 200 },
      error: { code: 'csv-malformed' },
    });
  });

  test('counts rows that the transformation dropped, outside the report', async () => {
    const input = fileInput(await put('in.csv', 'Id\na\nb\na\n'));
    const transformation = { name: 't', distinctBy: 'Id', columns: { key: 'Id' } };
    const result = await host.runActivity({ activity: activity('append'), input, transformation });
    expect(result).toMatchObject({ report: { rowCount: 2, succeeded: 2 }, droppedRowCount: 1 });
  });

  test('reads standard input through a temporary file that is gone afterwards', async () => {
    const stream = Readable.from([Buffer.from('key\na'), Buffer.from('bc\n')]);
    const events: ProgressEvent[] = [];
    await host.runActivity({
      activity: activity('append'),
      input: streamInput(stream, 'standard input'),
      onProgress: (event) => events.push(event),
    });
    expect(await get('notes.ndjson')).toBe('{"key":"abc"}\n');
    expect(await readdir(spool)).toEqual([]);
  });
});

test('opens a connection once for all activities and closes it with the host', async () => {
  const before = { ...toyLog };
  const input = fileInput(await put('in.csv', 'key\na\n'));
  await host.runActivity({ activity: activity('append'), input });
  await host.runActivity({ activity: activity('remove'), input });
  expect(toyLog.opened - before.opened).toBe(1);
  expect(host.usage()).toMatchObject({ toy: { apiCalls: 2 } });
  await host.close();
  expect(toyLog.closed - before.closed).toBe(1);
});
