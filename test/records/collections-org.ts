import type { RowOutcome, WriteReport } from '../../src/contract/outcome.ts';
import type { Row, RowBatch } from '../../src/contract/row.ts';
import { salesforceServiceCloud } from '../../src/plugin.ts';
import { batchesOf } from '../activities/row-streams.ts';
import { json, startScriptedOrg, type ScriptedOrg } from '../connection/scripted-org.ts';
import type { ReceivedRequest, ScriptedReply } from '../support/scripted-server.ts';

/** A batch as the org received it. */
export interface ReceivedBatch {
  readonly operation: 'insert' | 'update' | 'upsert' | 'delete';
  /** Subjects of its records; ids of a delete. */
  readonly names: readonly string[];
  readonly allOrNone: boolean;
  readonly headers: Readonly<Record<string, unknown>>;
}

/** A write call as the org received it. */
export interface ReceivedCall {
  /** From 1. */
  readonly number: number;
  readonly batches: readonly ReceivedBatch[];
  /** Names of all of its batches. */
  readonly names: readonly string[];
  readonly isComposite: boolean;
  readonly body: string;
}

/** What an org says to a batch: status and body. */
export interface BatchReply {
  readonly status: number;
  readonly body: unknown;
}

/** How a {@link CollectionsOrg} answers; what is not said is stored. */
export interface CollectionsScript {
  /** Runs before a call is answered. */
  readonly before?: (call: ReceivedCall) => Promise<void>;
  /** The answer to a whole call. */
  readonly call?: (call: ReceivedCall) => ScriptedReply | undefined;
  /** The answer to one batch of it. */
  readonly batch?: (batch: ReceivedBatch, call: ReceivedCall) => BatchReply | undefined;
}

/** A scripted org that takes batches of Case, alone or in composite calls. */
export interface CollectionsOrg extends ScriptedOrg {
  readonly writes: readonly ReceivedCall[];
}

const flags = { createable: true, updateable: true, deletable: true, queryable: true };
const fields = ['Id', 'Subject', 'Ext__c'].map((name) => ({
  name,
  label: name,
  type: name === 'Id' ? 'id' : 'string',
  createable: name !== 'Id',
  updateable: name !== 'Id',
  nillable: true,
  externalId: name === 'Ext__c',
}));
const describeAnswer = json(200, { name: 'Case', label: 'Case', ...flags, fields });

/** Starts a {@link CollectionsOrg}. */
export async function startCollectionsOrg(script: CollectionsScript = {}): Promise<CollectionsOrg> {
  const writes: ReceivedCall[] = [];
  const org = await startScriptedOrg(async (request) => {
    if (request.method === 'GET') return describeAnswer;
    const call = readCall(request, writes.length + 1);
    writes.push(call);
    await script.before?.(call);
    const replies = call.batches.map((batch) => script.batch?.(batch, call) ?? storedReply(batch));
    const whole = script.call?.(call);
    if (whole !== undefined) return whole;
    const [first] = replies;
    if (!call.isComposite) return json(first?.status ?? 200, first?.body);
    const compositeResponse = replies.map(({ status, body }, index) => ({
      body,
      httpHeaders: {},
      httpStatusCode: status,
      referenceId: `batch${index}`,
    }));
    return json(200, { compositeResponse });
  });
  return Object.defineProperty(org, 'writes', { value: writes }) as CollectionsOrg;
}

/** What an org says that has stored all of a batch. */
export function storedReply({ names }: ReceivedBatch): BatchReply {
  const body = names.map((name) => ({ id: `500${name}`, success: true, created: true, errors: [] }));
  return { status: 200, body };
}

/** What an org says of rows of which some fail with a code. */
export function failedReply(
  { names }: ReceivedBatch,
  codeOf: (name: string) => string | undefined,
): BatchReply {
  const body = names.map((name) => {
    const statusCode = codeOf(name);
    if (statusCode === undefined) return { id: `500${name}`, success: true, created: true, errors: [] };
    return { success: false, errors: [{ statusCode, message: `${statusCode}.`, fields: [] }] };
  });
  return { status: 200, body };
}

function readCall({ method, url, headers, body }: ReceivedRequest, number: number): ReceivedCall {
  const text = body.toString();
  const isComposite = new URL(url, 'http://x').pathname.endsWith('/composite');
  const batches = isComposite
    ? (JSON.parse(text) as { compositeRequest: Inner[] }).compositeRequest.map(readBatch)
    : [
        readBatch({
          method,
          url,
          httpHeaders: headers,
          ...(text === '' ? {} : { body: JSON.parse(text) as InnerBody }),
        }),
      ];
  return { number, batches, names: batches.flatMap(({ names }) => names), isComposite, body: text };
}

interface InnerBody {
  readonly allOrNone: boolean;
  readonly records: { readonly Subject: string }[];
}

interface Inner {
  readonly method: string;
  readonly url: string;
  readonly httpHeaders: Readonly<Record<string, unknown>>;
  readonly body?: InnerBody;
}

function readBatch({ method, url, httpHeaders, body }: Inner): ReceivedBatch {
  const { pathname, searchParams } = new URL(url, 'http://x');
  const headers = Object.fromEntries(
    Object.entries(httpHeaders).map(([name, value]) => [name.toLowerCase(), value]),
  );
  if (body === undefined) {
    const names = (searchParams.get('ids') ?? '').split(',').map((id) => String(Number(id.slice(3))));
    return { operation: 'delete', names, allOrNone: searchParams.get('allOrNone') === 'true', headers };
  }
  const operation = method === 'POST' ? 'insert' : pathname.endsWith('sobjects') ? 'update' : 'upsert';
  return { operation, names: body.records.map(({ Subject }) => Subject), allOrNone: body.allOrNone, headers };
}

/** The id in a row of that name. */
export function idOfName(name: number): string {
  return `500${String(name).padStart(12, '0')}`;
}

/** Rows that a write of this type takes; their names are 0, 1, 2 … */
export function rowsOf(type: string, count: number): Row[] {
  return Array.from({ length: count }, (_, index) => ({
    ...(type === 'update' || type === 'delete' ? { Id: idOfName(index) } : {}),
    ...(type === 'delete' ? {} : { Subject: String(index) }),
    ...(type === 'upsert' ? { Ext__c: `k${index}` } : {}),
  }));
}

/** What came of a write. */
export interface Attempted {
  readonly outcomes: readonly RowOutcome[];
  readonly report: WriteReport | undefined;
  readonly error: unknown;
}

/** A write to try. */
export interface Attempt {
  readonly rows: readonly Row[] | AsyncIterable<RowBatch>;
  readonly options?: Readonly<Record<string, unknown>>;
  readonly signal?: AbortSignal;
}

/** Writes cases (upserts by `Ext__c`); what ends the write is part of the result. */
export async function attempt(
  { connection }: Pick<ScriptedOrg, 'connection'>,
  type: string,
  { rows, options = {}, signal }: Attempt,
): Promise<Attempted> {
  const outcomes: RowOutcome[] = [];
  const activity = salesforceServiceCloud.activity(type, {
    ...(type === 'delete' ? {} : { object: 'Case' }),
    ...(type === 'upsert' ? { externalIdField: 'Ext__c' } : {}),
    options,
  });
  if (activity.direction !== 'target') throw new RangeError(`${type} does not write.`);
  try {
    const report = await activity.write(connection, Symbol.asyncIterator in rows ? rows : batchesOf(rows), {
      ...(signal && { signal }),
      onOutcomes: (some) => {
        outcomes.push(...some);
      },
    });
    return { outcomes, report, error: undefined };
  } catch (error) {
    const { details } = error as { details?: { report?: WriteReport } };
    return { outcomes, report: details?.report, error };
  }
}
