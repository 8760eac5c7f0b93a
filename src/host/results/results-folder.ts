import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { ResultKind } from '../../contract/activity.ts';
import type { ByteSink } from '../../contract/bytes.ts';
import type { RowStatus } from '../../contract/outcome.ts';
import { fileFailure } from '../input/file-failure.ts';
import { partFileSink } from '../output/part-file-sink.ts';
import { wholeRecordSink, type WholeRecordSink } from './whole-record-sink.ts';

const fileNames = {
  succeeded: 'success.csv',
  failed: 'failed.csv',
  unprocessed: 'unprocessed.csv',
  unknown: 'unknown.csv',
} as const satisfies Record<RowStatus | ResultKind, string>;

/** The files that account for one write: one per status of rows, and `summary.json`. */
export interface ResultsFolder {
  /** The file for rows of this status. Created when asked for; one per status. */
  sink(status: RowStatus): Promise<ByteSink>;
  /**
   * Makes all files visible, writes `summary.json`, and removes what an earlier run left for statuses without a file
   * now. Returns the paths written.
   */
  commit(summary: unknown): Promise<readonly string[]>;
  /**
   * The same after a run that broke off: a record that is not complete is left out. May follow a `commit` that threw;
   * files that were complete by then stay as they are.
   */
  commitWholeRecords(summary: unknown): Promise<readonly string[]>;
}

/**
 * Opens a folder for results, creating it if need be.
 *
 * @throws ConnectorError `file-unwritable`, also from its methods
 */
export async function openResultsFolder(folder: string): Promise<ResultsFolder> {
  try {
    await mkdir(folder, { recursive: true });
  } catch (error) {
    throw fileFailure(error, folder, 'file-unwritable');
  }
  const sinks = new Map<RowStatus, WholeRecordSink>();
  const committed = new Set<RowStatus>();

  const removeOld = async (path: string): Promise<void> => {
    try {
      await rm(path, { force: true });
    } catch (error) {
      throw fileFailure(error, path, 'file-unwritable');
    }
  };
  const finish = async (summary: unknown, commit: (sink: WholeRecordSink) => Promise<void>) => {
    const written: string[] = [];
    for (const [status, name] of Object.entries(fileNames) as [RowStatus, string][]) {
      const path = join(folder, name);
      const sink = sinks.get(status);
      if (sink === undefined) await removeOld(path);
      else {
        if (!committed.has(status)) await commit(sink);
        committed.add(status);
        written.push(path);
      }
    }
    const summaryPath = join(folder, 'summary.json');
    const summarySink = partFileSink(summaryPath);
    await summarySink.write(Buffer.from(JSON.stringify(summary, undefined, 2) + '\n'));
    await summarySink.commit();
    return [...written, summaryPath];
  };

  return {
    sink(status) {
      const sink = sinks.get(status) ?? wholeRecordSink(partFileSink(join(folder, fileNames[status])));
      sinks.set(status, sink);
      return Promise.resolve(sink);
    },
    commit: (summary) => finish(summary, (sink) => sink.commit()),
    commitWholeRecords: (summary) => finish(summary, (sink) => sink.commitWholeRecords()),
  };
}
