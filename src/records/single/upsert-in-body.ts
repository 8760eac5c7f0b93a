import type { ExternalKey, RecordUpsertCall, SavedRecord } from '../../connection/record-calls.ts';
import type { SalesforceConnection } from '../../connection/salesforce-connection.ts';
import type { Row } from '../../contract/row.ts';
import { classifySalesforceFailure } from '../../errors/classify-salesforce-failure.ts';
import { cancelled, ConnectorError } from '../../errors/connector-error.ts';
import { passingRowCodes } from '../../errors/passing-row-codes.ts';
import type { SObjectDescribe } from '../../schema/sobject-describe.ts';
import { describerOf } from '../fields-of-query.ts';
import { RecordBuilder } from '../record-of-row.ts';
import { recordOf } from './body-of-fields.ts';
import { getRecord } from './get-record.ts';
import { saveHeaders } from './save-headers.ts';
import type { CollectionResult } from '../collection-results.ts';
import { sendBatches } from '../composite-call.ts';
import { rowRetryDelayMs } from '../retry-delay.ts';
import { workRow } from '../work-row.ts';

/** As often as the connection repeats a call on a locked record. */
const maxTries = 5;

/** Upserts a record whose key does not fit into an address: as a collection of one, where the key is in the body. */
export async function upsertInBody(
  connection: SalesforceConnection,
  { describe, key }: { readonly describe: SObjectDescribe; readonly key: ExternalKey },
  fields: Row,
  call: RecordUpsertCall,
): Promise<SavedRecord> {
  const externalIdField = key.field;
  const { signal } = call;
  const describer = describerOf(connection, signal === undefined ? {} : { signal });
  const builder = new RecordBuilder({ describe, operation: 'upsert', externalIdField }, describer);
  const own = externalIdField.toLowerCase();
  const others = Object.entries(fields).filter(([name]) => name.toLowerCase() !== own);
  const row: Row = { ...Object.fromEntries(others), [externalIdField]: key.value };
  await builder.admit([row]);
  const text = JSON.stringify(recordOf(builder, row));
  const headers = saveHeaders(call);
  const result = await untilUnlocked(connection, signal, async () => {
    const { answers } = await sendBatches(connection, {
      target: {
        apiVersion: connection.apiVersion,
        match: { object: describe.name, externalIdField },
        headers,
        allOrNone: false,
      },
      batches: [
        {
          operation: 'upsert',
          rows: [workRow({ rowIndex: 0, operation: 'upsert', text })],
          refusals: 0,
        },
      ],
      signal,
    });
    const [answer] = answers;
    return answer !== undefined && 'results' in answer ? answer.results[0] : undefined;
  });
  if (result?.success !== true) {
    const errors = result?.errors ?? [];
    if (errors.some(isAmbiguous)) await requireOneRecord(connection, describe, key, call);
    throw refusal(describe, errors);
  }
  if (typeof result.id === 'string') return { id: result.id, created: result.created ?? false };
  throw new ConnectorError('unexpected-response', 'The org saved a record and did not say which.');
}

/** A lock is an answer of this way of saving, not a refused call: the call itself is not repeated for it. */
async function untilUnlocked(
  { context }: SalesforceConnection,
  signal: AbortSignal | undefined,
  save: () => Promise<CollectionResult | undefined>,
): Promise<CollectionResult | undefined> {
  for (let tries = 1; ; tries += 1) {
    const result = await save();
    const isLocked = result?.errors.some(({ statusCode }) => passingRowCodes.has(statusCode)) === true;
    if (!isLocked || tries === maxTries) return result;
    await context.clock.sleep(rowRetryDelayMs(tries, context.random()), signal).catch((reason: unknown) => {
      throw signal?.aborted === true ? cancelled(signal) : reason;
    });
  }
}

function isAmbiguous({ statusCode, message }: CollectionResult['errors'][number]): boolean {
  return statusCode === 'DUPLICATE_EXTERNAL_ID' || /more than one record found/i.test(message);
}

/**
 * The org says it of the key of a parent in the same words, so the records are looked up.
 *
 * @throws ConnectorError `ambiguous-external-id`
 */
async function requireOneRecord(
  connection: SalesforceConnection,
  { name }: SObjectDescribe,
  key: ExternalKey,
  { signal }: RecordUpsertCall,
): Promise<void> {
  try {
    await getRecord(connection, name, key, { fields: ['Id'], ...(signal !== undefined && { signal }) });
  } catch (error) {
    if (error instanceof ConnectorError && error.code === 'ambiguous-external-id') throw error;
  }
}

/** The error of a row as that of a call. */
function refusal({ name }: SObjectDescribe, errors: readonly object[]): ConnectorError {
  return classifySalesforceFailure({
    call: `PATCH composite/sobjects/${name}`,
    isQuery: false,
    status: 400,
    bodyText: JSON.stringify(errors),
    redact: (text) => text,
  });
}
