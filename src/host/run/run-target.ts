import type { ActivityRun, TargetActivity } from '../../contract/activity.ts';
import type { ByteSource } from '../../contract/bytes.ts';
import type { Connection } from '../../contract/connection.ts';
import { isConnectorFailure } from '../../contract/failure.ts';
import type { WriteReport } from '../../contract/outcome.ts';
import { cancelled, ConnectorError } from '../../errors/connector-error.ts';
import type { InputEndpoint } from '../input/input-endpoint.ts';
import { readCsvRows } from '../input/csv-rows.ts';
import { requireUtf8 } from '../input/require-utf8.ts';
import { OutcomeLedger, type RowFailure } from '../results/outcome-ledger.ts';
import { requireBalance } from '../results/require-balance.ts';
import type { ResultsFolder } from '../results/results-folder.ts';
import { compileTransformation } from '../transformation/compile-transformation.ts';
import type { TransformationFile } from '../transformation/transformation-file.ts';

/** One write of an input by an activity. */
export interface TargetRun {
  readonly activity: TargetActivity;
  readonly connection: Connection;
  readonly input: InputEndpoint;
  readonly transformation?: TransformationFile | undefined;
  readonly results?: ResultsFolder | undefined;
  readonly temporaryFolder: string;
  readonly run: ActivityRun;
}

/** What became of a write. */
export interface TargetResult {
  readonly report: WriteReport;
  /** Rows of the input that the transformation left out (`distinctBy`); they are not part of the report. */
  readonly droppedRowCount: number;
  /** The first failures, at most 5; empty where bytes went straight. */
  readonly failures: readonly RowFailure[];
}

/**
 * Writes the whole input. Bytes go straight where the activity takes them and no transformation is in between;
 * otherwise rows are read from the CSV, transformed and handed over as the activity pulls.
 *
 * Fills the results folder and leaves committing it to the caller.
 *
 * @throws ConnectorFailure of the activity or of the input; `csv-encoding` for bytes that are not UTF-8, before the
 *   activity is asked for anything; `unsupported-operation` for a transformation before an activity that forbids it;
 *   `reconciliation-mismatch` when the report does not account for every row
 */
export async function runTarget(target: TargetRun): Promise<TargetResult> {
  const { activity, transformation } = target;
  if (transformation !== undefined && !activity.capabilities.transformationAllowed) {
    throw new ConnectorError(
      'unsupported-operation',
      `${activity.type} takes its input as it is: no transformation may come before it.`,
      { details: { type: activity.type, transformation: transformation.name } },
    );
  }
  const input = await target.input.open(target.temporaryFolder, target.run.signal);
  try {
    const straight = transformation === undefined && activity.capabilities.bytes;
    return straight ? await writeBytes(target, input.source) : await writeRows(target, input.source);
  } finally {
    await input.release();
  }
}

async function writeBytes(target: TargetRun, source: ByteSource): Promise<TargetResult> {
  const { activity, connection, results, run } = target;
  if (activity.writeBytes === undefined) {
    throw new ConnectorError('internal-error', `${activity.type} says that it takes bytes, and does not.`);
  }
  await checkEncoding(source, run.signal);
  const report = await activity.writeBytes(connection, source, {
    ...run,
    ...(results !== undefined && { resultSink: (kind) => results.sink(kind) }),
  });
  requireBalance(report);
  return { report, droppedRowCount: 0, failures: [] };
}

/** Nobody decodes the bytes on their way, and the remote system would keep what is not UTF-8 as question marks. */
async function checkEncoding(source: ByteSource, signal: AbortSignal | undefined): Promise<void> {
  for await (const _ of requireUtf8(source.open(), source.name)) {
    if (signal?.aborted === true) throw cancelled(signal);
  }
}

async function writeRows(target: TargetRun, source: ByteSource): Promise<TargetResult> {
  const { activity, connection, transformation, results, run } = target;
  const ledger = new OutcomeLedger({
    results,
    outcomesCarryIndex: activity.capabilities.outcomesInInputOrder,
  });
  const transform = transformation === undefined ? undefined : compileTransformation(transformation);
  const rows = ledger.track(readCsvRows(source), transform);
  try {
    const report = await activity.write(connection, rows, {
      ...run,
      onOutcomes: (outcomes) => ledger.record(outcomes),
    });
    requireBalance(report, { rowCount: ledger.handedOver, outcomes: ledger.counts });
    return { report, droppedRowCount: ledger.dropped, failures: ledger.failures };
  } catch (error) {
    const wereSent = ledger.outcomeCount > 0 || (isConnectorFailure(error) && 'report' in error.details);
    if (wereSent) await ledger.closeAsUnknown();
    throw error;
  } finally {
    await rows.return(undefined);
  }
}
