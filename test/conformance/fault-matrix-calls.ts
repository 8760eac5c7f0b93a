import type { ServiceCloudConnection } from '../../src/connection/record-calls.ts';
import type { RowOutcome, RowStatus, WriteReport } from '../../src/contract/outcome.ts';
import type { Row } from '../../src/contract/row.ts';
import { salesforceServiceCloud } from '../../src/plugin.ts';
import { batchesOf, collect, rowsFrom } from '../activities/row-streams.ts';
import { byteSource } from '../support/byte-source.ts';

/** What a call that did not reject says. */
export interface Said {
  /** What it says of each record, by its number. */
  readonly records: ReadonlyMap<number, RowStatus>;
  readonly report?: WriteReport;
  /** Numbers of the records that a read gave, in their order. */
  readonly read?: readonly number[];
}

/** A call of the matrix, made ready for one cell. */
export interface ReadyCall {
  /** Makes the call. Rejects as it does; what is known of rows by then goes to `tell`. */
  readonly run: (connection: ServiceCloudConnection, tell: (said: Said) => void) => Promise<void>;
  /** How often the work of each record was done, by its number; absent for reads. */
  readonly done?: () => Promise<ReadonlyMap<number, number>>;
}

/** A call of the matrix. */
export interface MatrixCall {
  readonly name: string;
  /** `create`: what it makes would be there twice if it were sent twice. */
  readonly kind: 'read' | 'change' | 'create';
  /** Whether it takes more than one HTTP call. */
  readonly isLong?: true;
  /** Whether it saves Cases. */
  readonly savesCases?: true;
  /** Whether it saves a record again that was locked. */
  readonly repeatsLocked?: true;
  /** How many records it is about, numbered from 0. */
  readonly count: number;
  readonly prepare: (eyes: ServiceCloudConnection, key: string) => Promise<ReadyCall>;
}

const three = [0, 1, 2];

function newCase(key: string, number: number): Row {
  return { Subject: key, Cost__c: number };
}

async function makeCases(eyes: ServiceCloudConnection, key: string, numbers: readonly number[]) {
  const ids: string[] = [];
  for (const number of numbers) {
    const MessageId__c = `${key}-${number}`;
    ids.push((await eyes.records.create('Case', { ...newCase(key, number), MessageId__c })).id);
  }
  return ids;
}

async function casesOf(eyes: ServiceCloudConnection, key: string): Promise<readonly Row[]> {
  const soql = 'SELECT Cost__c, Notes__c FROM Case WHERE Subject = :key';
  return (await eyes.records.query(soql, { binds: { key } })).rows;
}

/** How many Cases of each number bear the mark of the call. */
async function marked(eyes: ServiceCloudConnection, key: string): Promise<Map<number, number>> {
  const counts = new Map<number, number>();
  for (const { Cost__c, Notes__c } of await casesOf(eyes, key)) {
    if (Notes__c === 'done') counts.set(Number(Cost__c), (counts.get(Number(Cost__c)) ?? 0) + 1);
  }
  return counts;
}

async function gone(eyes: ServiceCloudConnection, key: string, numbers: readonly number[]) {
  const left = new Set((await casesOf(eyes, key)).map(({ Cost__c }) => Number(Cost__c)));
  return new Map(numbers.filter((number) => !left.has(number)).map((number) => [number, 1]));
}

function all(numbers: readonly number[]): Said {
  return { records: new Map(numbers.map((number) => [number, 'succeeded'])) };
}

/** Whether an outcome is about a row: both name the record by its Id, or by its number where it is new. */
function isSameRow(row: Row, echo: Row | undefined): boolean {
  const name = row['Id'] === undefined ? 'Cost__c' : 'Id';
  return echo !== undefined && textOf(row[name]) === textOf(echo[name]);
}

function textOf(value: Row[string] | undefined): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** Writes rows by an activity, and tells the outcome of each, however it ends. */
async function write(
  connection: ServiceCloudConnection,
  {
    type,
    options,
    rows,
  }: { readonly type: string; readonly options: unknown; readonly rows: readonly Row[] },
  tell: (said: Said) => void,
): Promise<void> {
  const activity = salesforceServiceCloud.activity(type, options);
  if (activity.direction !== 'target') throw new RangeError(`${type} does not write.`);
  const records = new Map<number, RowStatus>();
  const onOutcomes = (outcomes: readonly RowOutcome[]): void => {
    for (const { rowIndex, row, status } of outcomes) {
      const number = rowIndex ?? rows.findIndex((each) => isSameRow(each, row));
      if (records.has(number)) throw new RangeError(`Row ${number} has two outcomes.`);
      records.set(number, status);
    }
  };
  try {
    const report = await activity.write(connection, batchesOf(rows), { onOutcomes });
    tell({ records, report });
  } catch (error) {
    const { report } = (error as { details?: { report?: WriteReport } }).details ?? {};
    tell({ records, ...(report !== undefined && { report }) });
    throw error;
  }
}

async function read(
  connection: ServiceCloudConnection,
  { type, key }: { readonly type: string; readonly key: string },
  tell: (said: Said) => void,
): Promise<void> {
  const query = 'SELECT Cost__c FROM Case WHERE Subject = :key ORDER BY Cost__c';
  const activity = salesforceServiceCloud.activity(type, { query, binds: { key } });
  if (activity.direction !== 'source') throw new RangeError(`${type} does not read.`);
  const { rows, report } = await rowsFrom(activity.read(connection));
  if (report.rowCount !== rows.length) throw new RangeError('The report counts other rows.');
  tell({ ...all([]), read: rows.map(({ Cost__c }) => Number(Cost__c)) });
}

function reading(type: string): MatrixCall {
  return {
    name: type,
    kind: 'read',
    count: 3,
    ...(type.startsWith('bulk') && { isLong: true }),
    async prepare(eyes, key) {
      await makeCases(eyes, key, three);
      return { run: (connection, tell) => read(connection, { type, key }, tell) };
    },
  };
}

/** A write of three rows, in one batch or in a batch each, which then travel in one composite call. */
function writing(type: string, batchSize?: number): MatrixCall {
  const operation = type.replace('bulk-', '');
  const isBulk = type !== operation;
  return {
    name: batchSize === undefined ? type : `${type}, three batches in one call`,
    kind: type === 'insert' ? 'create' : 'change',
    count: 3,
    savesCases: true,
    ...(isBulk ? { isLong: true } : { repeatsLocked: true }),
    async prepare(eyes, key) {
      const isDelete = operation.endsWith('delete');
      const existing = { insert: [], upsert: [1] }[operation] ?? three;
      const ids = await makeCases(eyes, key, existing);
      const rows = three.map((number): Row => {
        const Id = ids[number] ?? '';
        if (isDelete) return { Id };
        if (operation === 'update') return { Id, Notes__c: 'done' };
        const row = { ...newCase(key, number), Notes__c: 'done' };
        return operation === 'insert' ? row : { ...row, MessageId__c: `${key}-${number}` };
      });
      const options = {
        ...(type !== 'delete' && { object: 'Case' }),
        ...(operation === 'upsert' && { externalIdField: 'MessageId__c' }),
        ...(batchSize !== undefined && { options: { batchSize } }),
      };
      return {
        run: (connection, tell) => write(connection, { type, options, rows }, tell),
        done: () => (isDelete ? gone(eyes, key, three) : marked(eyes, key)),
      };
    },
  };
}

const content = 'as it was\n';

const single: readonly MatrixCall[] = [
  {
    name: 'records.create',
    kind: 'create',
    count: 1,
    savesCases: true,
    repeatsLocked: true,
    prepare: (eyes, key) =>
      Promise.resolve({
        async run({ records }, tell) {
          await records.create('Case', { ...newCase(key, 0), Notes__c: 'done' });
          tell(all([0]));
        },
        done: () => marked(eyes, key),
      }),
  },
  {
    name: 'records.get',
    kind: 'read',
    count: 1,
    async prepare(eyes, key) {
      const [id = ''] = await makeCases(eyes, key, [0]);
      return {
        async run({ records }, tell) {
          const row = await records.get('Case', id);
          tell({ ...all([]), read: [Number(row['Cost__c'])] });
        },
      };
    },
  },
  {
    name: 'records.related',
    kind: 'read',
    count: 3,
    async prepare(eyes, key) {
      const { id: AccountId } = await eyes.records.create('Account', { Name: key });
      for (const number of three) await eyes.records.create('Case', { ...newCase(key, number), AccountId });
      return {
        async run({ records }, tell) {
          const { rows } = await rowsFrom(records.related('Account', AccountId, 'Cases'));
          tell({ ...all([]), read: rows.map(({ Cost__c }) => Number(Cost__c)).sort() });
        },
      };
    },
  },
  {
    name: 'records.update',
    kind: 'change',
    count: 1,
    savesCases: true,
    repeatsLocked: true,
    async prepare(eyes, key) {
      const [id = ''] = await makeCases(eyes, key, [0]);
      return {
        async run({ records }, tell) {
          await records.update('Case', id, { Notes__c: 'done' });
          tell(all([0]));
        },
        done: () => marked(eyes, key),
      };
    },
  },
  ...['plain-', 'a@b.inc '].map((prefix): MatrixCall => ({
    name: prefix === 'plain-' ? 'records.upsert' : 'records.upsert, key in the body',
    kind: 'change',
    count: 1,
    savesCases: true,
    repeatsLocked: true,
    prepare: (eyes, key) =>
      Promise.resolve({
        async run({ records }, tell) {
          const fields = { ...newCase(key, 0), Notes__c: 'done' };
          await records.upsert('Case', { field: 'MessageId__c', value: `${prefix}${key}` }, fields);
          tell(all([0]));
        },
        done: () => marked(eyes, key),
      }),
  })),
  {
    name: 'records.delete',
    kind: 'change',
    count: 1,
    savesCases: true,
    repeatsLocked: true,
    async prepare(eyes, key) {
      const [id = ''] = await makeCases(eyes, key, [0]);
      return {
        async run({ records }, tell) {
          await records.delete('Case', id);
          tell(all([0]));
        },
        done: () => gone(eyes, key, [0]),
      };
    },
  },
  {
    name: 'records.query',
    kind: 'read',
    count: 3,
    async prepare(eyes, key) {
      await makeCases(eyes, key, three);
      return {
        async run({ records }, tell) {
          const soql = 'SELECT Cost__c FROM Case WHERE Subject = :key ORDER BY Cost__c';
          const { rows } = await records.query(soql, { binds: { key } });
          tell({ ...all([]), read: rows.map(({ Cost__c }) => Number(Cost__c)) });
        },
      };
    },
  },
  {
    name: 'records.queryRows',
    kind: 'read',
    count: 3,
    async prepare(eyes, key) {
      await makeCases(eyes, key, three);
      return {
        async run({ records }, tell) {
          const soql = 'SELECT Cost__c FROM Case WHERE Subject = :key ORDER BY Cost__c';
          const { rows } = await rowsFrom(records.queryRows(soql, { binds: { key } }));
          tell({ ...all([]), read: rows.map(({ Cost__c }) => Number(Cost__c)) });
        },
      };
    },
  },
  {
    name: 'records.composite',
    kind: 'create',
    count: 2,
    savesCases: true,
    prepare: (eyes, key) =>
      Promise.resolve({
        async run({ records }, tell) {
          const steps = [0, 1].map((number) => ({
            name: `step${number}`,
            method: 'POST' as const,
            path: 'sobjects/Case',
            body: { ...newCase(key, number), Notes__c: 'done' },
          }));
          const answers = await records.composite(steps);
          const said = answers.map(({ status }): RowStatus => (status === 201 ? 'succeeded' : 'failed'));
          tell({ records: new Map(said.entries()) });
        },
        done: () => marked(eyes, key),
      }),
  },
  {
    name: 'records.uploadFile',
    kind: 'create',
    count: 1,
    isLong: true,
    prepare: (eyes, key) =>
      Promise.resolve({
        async run({ records }, tell) {
          await records.uploadFile(byteSource(content), { fileName: `${key}.txt`, title: key });
          tell(all([0]));
        },
        async done() {
          const soql = 'SELECT Id FROM ContentVersion WHERE Title = :key';
          const { totalSize } = await eyes.records.query(soql, { binds: { key } });
          return new Map([[0, totalSize]]);
        },
      }),
  },
  {
    name: 'records.downloadFile',
    kind: 'read',
    count: 1,
    isLong: true,
    async prepare(eyes, key) {
      const { documentId } = await eyes.records.uploadFile(byteSource(content), { fileName: `${key}.txt` });
      return {
        async run({ records }, tell) {
          const { bytes } = await records.downloadFile(documentId);
          const chunks = await collect(copies(bytes));
          if (Buffer.concat(chunks).toString() !== content) throw new RangeError('Other bytes came down.');
          tell({ ...all([]), read: [0] });
        },
      };
    },
  },
];

/** Chunks are lent. */
async function* copies(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, undefined, undefined> {
  for await (const chunk of bytes) yield Buffer.from(chunk);
  return undefined;
}

/** Every call that the connector offers. */
export const matrixCalls: readonly MatrixCall[] = [
  reading('query'),
  ...['insert', 'update', 'upsert', 'delete'].flatMap((type) => [writing(type), writing(type, 1)]),
  reading('bulk-query'),
  ...['insert', 'update', 'upsert', 'delete', 'hard-delete'].map((operation) => writing(`bulk-${operation}`)),
  ...single,
];
