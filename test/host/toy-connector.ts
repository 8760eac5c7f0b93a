import { appendFile, mkdir, readFile, readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import { z } from 'zod';
import type { SourceActivity, TargetActivity, WriteRun } from '../../src/contract/activity.ts';
import type { Connection, ConnectionUsage } from '../../src/contract/connection.ts';
import type { Connector } from '../../src/contract/connector.ts';
import type { RowOutcome, WriteReport } from '../../src/contract/outcome.ts';
import type { Row, RowBatch } from '../../src/contract/row.ts';
import { cancelled, ConnectorError, invalidConfiguration } from '../../src/errors/connector-error.ts';

const connectionOptions = z.strictObject({
  name: z.string(),
  folder: z.string(),
  passphrase: z.string().meta({ writeOnly: true }).optional(),
  pin: z.string().default('').meta({ writeOnly: true }),
  address: z.string().optional(),
  user: z.string().default('nobody'),
  /** Takes the folder beside it whose name ends in `-sandbox`. */
  sandbox: z.boolean().default(false),
  lock: z
    .discriminatedUnion('type', [
      z.strictObject({ type: z.literal('open') }),
      z.strictObject({ type: z.literal('keyed'), key: z.string().meta({ writeOnly: true }) }),
    ])
    .default({ type: 'open' }),
  retries: z.int().optional(),
});
const listOptions = z.strictObject({
  collection: z.string(),
  batchRowCount: z.int().positive().default(2),
  /** `key is [name]`, a language of its own: the value of the name is in `values`. */
  filter: z
    .string()
    .regex(/^key is \[\w+(\{\w+\})?\]$|^all$/)
    .meta({ 'x-binds': 'values' })
    .default('all'),
  values: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).default({}),
});
const writeOptions = z.strictObject({ collection: z.string() });

interface ToyConnection extends Connection {
  readonly folder: string;
  count(): void;
}

/** Connections made and closed, for tests that ask whether they are shared. */
export const toyLog: { opened: number; closed: number } = { opened: 0, closed: 0 };

/**
 * A second connector, with nothing of Salesforce in it: a folder of collections, each an NDJSON file. Rows whose
 * `key` is `bad` are refused; a collection called `locked` cannot be used at all.
 */
export const toyConnector: Connector<ToyConnection> = {
  manifest: {
    type: 'ndjson-folder',
    title: 'NDJSON folder',
    version: '1.0.0',
    connection: z.toJSONSchema(connectionOptions, { io: 'input' }),
    identityFields: ['folder', 'sandbox', 'user', 'lock.type'],
    routeFields: [],
    activities: [
      manifestEntry('list', listOptions, { direction: 'source', bytes: true }),
      manifestEntry('append', writeOptions, { direction: 'target', bytes: true }),
      manifestEntry('remove', writeOptions, { direction: 'target', bytes: false }),
    ],
  },
  connect(config) {
    const options = parsed(connectionOptions, config, 'The connection');
    toyLog.opened += 1;
    return openFolder(options.name, folderOf(options));
  },
  identify(config) {
    const options = parsed(connectionOptions, config, 'The connection');
    const { lock, user } = options;
    const secretFields = ['passphrase', 'pin', ...(lock.type === 'keyed' ? ['lock.key'] : [])];
    return { host: folderOf(options), user, secretFields };
  },
  activity(type, options) {
    if (type === 'list') return listActivity(parsed(listOptions, options, 'The activity'));
    const { collection } = parsed(writeOptions, options, 'The activity');
    if (type === 'append') return appendActivity(collection);
    if (type === 'remove') return removeActivity(collection);
    throw new ConnectorError('unknown-activity-type', `There is no ${type}.`);
  },
};

function folderOf({ folder, sandbox }: z.output<typeof connectionOptions>): string {
  return sandbox ? `${folder}-sandbox` : folder;
}

function capabilities({ direction, bytes }: { direction: 'source' | 'target'; bytes: boolean }) {
  return { direction, bytes, transformationAllowed: direction === 'target', outcomesInInputOrder: true };
}

function manifestEntry(
  type: string,
  options: z.ZodType,
  kind: { direction: 'source' | 'target'; bytes: boolean },
) {
  const schema = z.toJSONSchema(options, { io: 'input' });
  return {
    type,
    title: type,
    description: `${type} rows.`,
    capabilities: capabilities(kind),
    options: schema,
  };
}

function parsed<T>(schema: z.ZodType<T>, value: unknown, what: string): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw invalidConfiguration(
    what,
    result.error.issues.map((issue) => ({ path: issue.path.join('.'), message: issue.message })),
  );
}

function openFolder(name: string, folder: string): ToyConnection {
  let usage: ConnectionUsage = { apiCalls: 0, logins: 0, bytesSent: 0, bytesReceived: 0 };
  return {
    name,
    notes: [],
    folder,
    count: () => {
      usage = { ...usage, apiCalls: usage.apiCalls + 1 };
    },
    async test() {
      const found = await stat(folder);
      return {
        ok: true,
        facts: [{ key: 'folder', label: 'Folder', value: String(found.isDirectory()) }],
        warnings: [],
      };
    },
    async listObjects() {
      const flags = { custom: true, canQuery: true, canCreate: true, canUpdate: false, canDelete: true };
      return (await readdir(folder)).map((file) => ({ name: file, label: file, ...flags }));
    },
    describe: (object) => Promise.resolve({ name: object, label: object, row: rowSchema }),
    usage: () => usage,
    close: () => {
      toyLog.closed += 1;
      return Promise.resolve();
    },
  };
}

const rowSchema = { type: 'object', properties: { key: { type: 'string' }, note: { type: 'string' } } };
const schemas = { source: { name: 'rows', row: rowSchema }, target: { name: 'rows', row: rowSchema } };

async function rowsOf(connection: ToyConnection, collection: string): Promise<Row[]> {
  connection.count();
  if (collection === 'locked') throw new ConnectorError('permission-denied', 'The collection is locked.');
  const text = await readFile(join(connection.folder, `${collection}.ndjson`), 'utf8').catch(() => '');
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Row);
}

function listActivity({
  collection,
  batchRowCount,
  filter,
  values,
}: z.output<typeof listOptions>): SourceActivity<ToyConnection> {
  const [, name, fallback] = /\[(\w+)(?:\{(\w+)\})?\]/.exec(filter) ?? [];
  const wanted = name === undefined ? undefined : String(values[name] ?? fallback);
  const find = async (connection: ToyConnection): Promise<Row[]> =>
    (await rowsOf(connection, collection)).filter((row) => wanted === undefined || row['key'] === wanted);
  return {
    type: 'list',
    direction: 'source',
    capabilities: capabilities({ direction: 'source', bytes: true }),
    schemas: (_connection, { activityName = 'list' } = {}) =>
      Promise.resolve({ source: { ...schemas.source, name: activityName } }),
    async preview(connection, { maxRows = 10 } = {}) {
      const rows = await find(connection);
      const statement = wanted === undefined ? 'all' : `key is ${wanted}`;
      return { statement, rows: rows.slice(0, maxRows), truncated: rows.length > maxRows };
    },
    async *read(connection, run = {}) {
      const rows = await find(connection);
      for (let first = 0; first < rows.length; first += batchRowCount) {
        if (run.signal?.aborted === true) throw cancelled(run.signal);
        yield { firstRowIndex: first, rows: rows.slice(first, first + batchRowCount) };
        run.onProgress?.({ phase: 'read', rows: Math.min(first + batchRowCount, rows.length) });
      }
      return { rowCount: rows.length, byteCount: 0, truncated: false, jobs: [] };
    },
    async readBytes(connection, sink) {
      const rows = await rowsOf(connection, collection);
      const bytes = Buffer.from(
        stringify([...rows], { header: true, columns: ['key', 'note'], quoted: true }),
      );
      await sink.write(bytes);
      return { rowCount: rows.length, byteCount: bytes.byteLength, truncated: false, jobs: [] };
    },
  };
}

function appendActivity(collection: string): TargetActivity<ToyConnection> {
  const path = (connection: ToyConnection) => join(connection.folder, `${collection}.ndjson`);
  const append = async (connection: ToyConnection, rows: readonly Row[]): Promise<Row[]> => {
    connection.count();
    if (collection === 'locked') throw new ConnectorError('permission-denied', 'The collection is locked.');
    const good = rows.filter((row) => row['key'] !== 'bad');
    await mkdir(connection.folder, { recursive: true });
    await appendFile(path(connection), good.map((row) => JSON.stringify(row) + '\n').join(''));
    return good;
  };
  return {
    type: 'append',
    direction: 'target',
    capabilities: capabilities({ direction: 'target', bytes: true }),
    schemas: () => Promise.resolve(schemas),
    write: (connection, batches, run) =>
      writeBatches(batches, run, async (rows) => {
        await append(connection, rows);
        return (row) => (row['key'] === 'bad' ? 'refused' : undefined);
      }),
    async writeBytes(connection, source, run = {}) {
      const chunks: Uint8Array[] = [];
      for await (const chunk of source.open()) chunks.push(chunk);
      const rows = parse<Record<string, string>>(Buffer.concat(chunks), { columns: true });
      const good = await append(connection, rows);
      const bad = rows.filter((row) => !good.includes(row));
      await (
        await run.resultSink?.('succeeded')
      )?.write(Buffer.from(stringify(good, { header: true, quoted: true })));
      if (bad.length > 0)
        await (await run.resultSink?.('failed'))?.write(Buffer.from(stringify(bad, { header: true })));
      return report({ rowCount: rows.length, succeeded: good.length, failed: bad.length }, source.byteLength);
    },
  };
}

function removeActivity(collection: string): TargetActivity<ToyConnection> {
  return {
    type: 'remove',
    direction: 'target',
    capabilities: capabilities({ direction: 'target', bytes: false }),
    schemas: () => Promise.resolve(schemas),
    async write(connection, batches, run) {
      let kept = await rowsOf(connection, collection);
      const result = await writeBatches(batches, run, (rows) => {
        const keys = new Set(rows.map((row) => row['key']));
        const known = new Set(kept.map((row) => row['key']));
        kept = kept.filter((row) => !keys.has(row['key']));
        return Promise.resolve((row) => (known.has(row['key']) ? undefined : 'no such row'));
      });
      const text = kept.map((row) => JSON.stringify(row) + '\n').join('');
      await writeFile(join(connection.folder, `${collection}.ndjson`), text);
      return result;
    },
  };
}

function keyOf(row: Row): string {
  const key = row['key'];
  return typeof key === 'string' ? key : '';
}

type Verdict = (row: Row) => string | undefined;

async function writeBatches(
  batches: AsyncIterable<RowBatch>,
  run: WriteRun | undefined,
  work: (rows: readonly Row[]) => Promise<Verdict>,
): Promise<WriteReport> {
  const counts = { rowCount: 0, succeeded: 0, failed: 0 };
  try {
    for await (const { firstRowIndex, rows } of batches) {
      if (run?.signal?.aborted === true) throw cancelled(run.signal);
      const verdict = await work(rows);
      const outcomes = rows.map((row, index): RowOutcome => {
        const message = verdict(row);
        const rowIndex = firstRowIndex + index;
        if (message === undefined) return { status: 'succeeded', rowIndex, id: keyOf(row), errors: [] };
        return { status: 'failed', rowIndex, errors: [{ code: 'REFUSED', message, fields: ['key'] }] };
      });
      counts.rowCount += rows.length;
      counts.succeeded += outcomes.filter(({ status }) => status === 'succeeded').length;
      counts.failed += outcomes.filter(({ status }) => status === 'failed').length;
      await run?.onOutcomes?.(outcomes);
      run?.onProgress?.({ phase: 'write', rows: counts.rowCount });
    }
  } catch (error) {
    if (!(error instanceof ConnectorError) || counts.rowCount === 0) throw error;
    throw new ConnectorError(error.code, error.message, {
      details: { ...error.details, report: report(counts, 0) },
    });
  }
  return report(counts, 0);
}

function report(
  counts: { rowCount: number; succeeded: number; failed: number },
  byteCount: number,
): WriteReport {
  return { ...counts, unprocessed: 0, unknown: 0, byteCount, jobs: [] };
}
