import type { RowOutcome } from '../contract/outcome.ts';
import type { SalesforceConnection } from '../connection/salesforce-connection.ts';
import { callInParts } from './call-in-parts.ts';
import { notSent, type RowCall } from './call-rows.ts';
import type { CallSize } from './call-size.ts';
import { undoneRow } from './refused-row.ts';

/** What became of a slice of the input. */
export interface SliceResult {
  /** One for each row of the slice, in order. */
  readonly outcomes: readonly RowOutcome[];
  readonly byteCount: number;
  /** Why the write cannot go on, if it cannot. */
  readonly failure?: Error;
}

/** How the calls of a slice are made. */
export interface SliceOptions {
  /** Outcomes of rows that no call takes; with `allOrNone` they keep the others from being sent. */
  readonly refused: ReadonlyMap<number, RowOutcome>;
  /** Rows of a call, shared by all slices of the write. */
  readonly size: CallSize;
}

/**
 * Makes the calls of one slice, one after the other, and puts their outcomes into the order of the rows. After a
 * call that failed as a whole the rest is not sent.
 */
export async function sendSlice(
  connection: SalesforceConnection,
  calls: readonly RowCall[],
  { refused, size }: SliceOptions,
): Promise<SliceResult> {
  const byPosition = new Map(refused);
  let byteCount = 0;
  let failure: Error | undefined;
  for (const call of calls) {
    if (call.allOrNone && refused.size > 0) {
      for (const { position, rowIndex } of call.members) byPosition.set(position, undoneRow(rowIndex));
    } else if (failure !== undefined) {
      for (const { position, rowIndex } of call.members) byPosition.set(position, notSent(rowIndex));
    } else {
      const result = await callInParts(connection, call, size);
      for (const [index, outcome] of result.outcomes.entries()) {
        const position = call.members[index]?.position;
        if (position !== undefined) byPosition.set(position, outcome);
      }
      byteCount += result.byteCount;
      failure = result.failure;
    }
  }
  const outcomes = [...byPosition].sort(([one], [other]) => one - other).map(([, outcome]) => outcome);
  return { outcomes, byteCount, ...(failure === undefined ? {} : { failure }) };
}
