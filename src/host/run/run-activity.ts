import type { Activity, ActivityRun } from '../../contract/activity.ts';
import type { Connection, ConnectionUsage } from '../../contract/connection.ts';
import { isConnectorFailure } from '../../contract/failure.ts';
import type { ReadReport, WriteReport } from '../../contract/outcome.ts';
import type { RunContext } from '../../contract/run-context.ts';
import { ConnectorError } from '../../errors/connector-error.ts';
import type { InputEndpoint } from '../input/input-endpoint.ts';
import type { OutputEndpoint } from '../output/output-endpoint.ts';
import { openResultsFolder, type ResultsFolder } from '../results/results-folder.ts';
import type { TransformationFile } from '../transformation/transformation-file.ts';
import { runSource } from './run-source.ts';
import { runTarget, type TargetResult } from './run-target.ts';
import { countersOfFailure, readCounters, writeCounters, type RunCounters } from './run-counters.ts';
import { usageSince } from './usage-since.ts';

/** An activity with everything that one run of it needs. */
export interface PreparedRun {
  readonly activity: Activity;
  readonly connection: Connection;
  readonly context: RunContext;
  readonly input?: InputEndpoint | undefined;
  readonly output?: OutputEndpoint | undefined;
  readonly resultsFolder?: string | undefined;
  readonly transformation?: TransformationFile | undefined;
  readonly run: ActivityRun;
}

/** What one run did. */
export type ActivityResult = SourceResult | TargetActivityResult;

interface RunFacts {
  readonly durationMs: number;
  /** What this run used of the connection (and whatever else ran on it meanwhile). */
  readonly usage: ConnectionUsage;
  /** What later activities and scripts find in variables of these names. */
  readonly counters: RunCounters;
  /** Files and streams that were written, in the order in which they were completed. */
  readonly outputs: readonly string[];
}

/** What a source read. */
export interface SourceResult extends RunFacts {
  readonly direction: 'source';
  readonly report: ReadReport;
}

/** What a target wrote. */
export interface TargetActivityResult extends RunFacts, TargetResult {
  readonly direction: 'target';
  readonly report: WriteReport;
}

/** Runs an activity by its direction. See `Host.runActivity`. */
export async function runActivity(prepared: PreparedRun): Promise<ActivityResult> {
  const { activity, connection, context, output, input } = prepared;
  const startedAtMs = context.clock.monotonicMs();
  const before = connection.usage();
  const facts = () => ({
    durationMs: Math.round(context.clock.monotonicMs() - startedAtMs),
    usage: usageSince(before, connection.usage()),
  });
  const { temporaryFolder } = context;

  if (activity.direction === 'source') {
    if (output === undefined) throw missing(activity.type, 'an output');
    const report = await runSource({ ...prepared, activity, output, temporaryFolder });
    return {
      direction: 'source',
      report,
      counters: readCounters(report),
      ...facts(),
      outputs: [output.name],
    };
  }
  if (input === undefined) throw missing(activity.type, 'an input');
  const results =
    prepared.resultsFolder === undefined ? undefined : await openResultsFolder(prepared.resultsFolder);
  const summary = { activity: activity.type, connection: connection.name, input: input.name };
  try {
    const result = await runTarget({ ...prepared, activity, input, results, temporaryFolder });
    const counters = writeCounters(result.report);
    const outputs = await results?.commit({ ...summary, complete: true, ...facts(), counters, ...result });
    return { direction: 'target', ...result, counters, ...facts(), outputs: outputs ?? [] };
  } catch (error) {
    if (results !== undefined)
      await keepWhatIsKnown(prepared, results, { error, summary: { ...summary, ...facts() } });
    throw error;
  }
}

/**
 * Rows that were written stay written when a run breaks off, so the outcomes known so far are kept, with a summary
 * that says so.
 */
async function keepWhatIsKnown(
  { context }: PreparedRun,
  results: ResultsFolder,
  { error, summary }: { readonly error: unknown; readonly summary: object },
): Promise<void> {
  const { code, message, details } = isConnectorFailure(error)
    ? error
    : { code: 'internal-error', message: 'See the error of the run.', details: {} };
  const counters = countersOfFailure(details);
  const known = {
    ...(counters !== undefined && { counters }),
    ...('report' in details && { report: details['report'] }),
  };
  try {
    await results.commitWholeRecords({ ...summary, complete: false, ...known, error: { code, message } });
  } catch (failure) {
    // The error of the run says more: it knows the jobs and the rows.
    context.logger.error('The results of a run that broke off could not be written', {
      code: isConnectorFailure(failure) ? failure.code : 'internal-error',
    });
  }
}

function missing(type: string, what: string): ConnectorError {
  return new ConnectorError('invalid-usage', `${type} needs ${what}.`, { details: { type } });
}
