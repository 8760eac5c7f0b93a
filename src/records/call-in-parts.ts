import type { RowOutcome } from '../contract/outcome.ts';
import type { SalesforceConnection } from '../connection/salesforce-connection.ts';
import type { CallSize } from './call-size.ts';
import { callRows, notSent, type RowCall, type RowCallResult } from './call-rows.ts';

/**
 * As {@link callRows}, in as many calls as it takes: where the org says that a call asks for too much, its rows go out
 * again in halves, and `size` remembers for the calls to come. Rows that the org may have stored go out again only
 * where that changes nothing. With `allOrNone` the rows stay together.
 */
export async function callInParts(
  connection: SalesforceConnection,
  call: RowCall,
  size: CallSize,
): Promise<RowCallResult> {
  if (call.allOrNone) return callRows(connection, call);
  const { members } = call;
  const outcomes: RowOutcome[] = [];
  const doubted = new Map<number, RowOutcome>();
  /** A row that was not sent now may have been stored by a larger call before. */
  const add = (outcome: RowOutcome): void => {
    const earlier = outcome.status === 'unprocessed' ? doubted.get(outcomes.length) : undefined;
    outcomes.push(earlier ?? outcome);
  };
  let byteCount = 0;
  while (outcomes.length < members.length) {
    const start = outcomes.length;
    const part = members.slice(start, start + size.rows);
    const result = await callRows(connection, { ...call, members: part });
    if (result.tooMuch !== undefined) size.halve(part.length);
    if (result.tooMuch === 'ask-for-less' && part.length > 1) {
      for (const [index, outcome] of result.outcomes.entries()) {
        if (outcome.status === 'unknown') doubted.set(start + index, outcome);
      }
      continue;
    }
    result.outcomes.forEach(add);
    byteCount += result.byteCount;
    if (result.failure !== undefined) {
      for (const { rowIndex } of members.slice(outcomes.length)) add(notSent(rowIndex));
      return { outcomes, byteCount, failure: result.failure };
    }
  }
  return { outcomes, byteCount };
}
