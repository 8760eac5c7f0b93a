import { readFile } from 'node:fs/promises';
import { parse } from 'csv-parse/sync';
import { formatBytes, formatCount, formatDuration } from '../src/cli/render/format-number.ts';
import { table } from '../src/cli/render/table.ts';
import type { ActivityResult } from '../src/host/index.ts';

/** One line of the closing report. */
export interface Account {
  readonly sentence: string;
  readonly cells: readonly (string | number)[];
  readonly failed: number;
  readonly outputs: readonly string[];
}

/** What a run did, counted. */
export function accountOf(title: string, result: ActivityResult): Account {
  const { durationMs, usage, outputs } = result;
  const seconds = (durationMs / 1_000).toFixed(2);
  if (result.direction === 'source') {
    const { rowCount, byteCount } = result.report;
    return {
      sentence: `${formatCount(rowCount)} rows in ${formatDuration(durationMs)}`,
      cells: [title, rowCount, '', '', 0, formatBytes(byteCount), seconds, usage.apiCalls],
      failed: 0,
      outputs,
    };
  }
  const { rowCount, succeeded, created = 0, byteCount } = result.report;
  const updated = succeeded - created;
  const failed = rowCount - succeeded;
  return {
    sentence: `${formatCount(created)} created, ${formatCount(updated)} updated, ${failed} failed in ${formatDuration(durationMs)}`,
    cells: [title, rowCount, created, updated, failed, formatBytes(byteCount), seconds, usage.apiCalls],
    failed,
    outputs,
  };
}

/** The closing report. */
export function renderAccounts(accounts: readonly Account[]): string {
  return table(
    accounts.map(({ cells }) => cells),
    ['activity', 'rows', 'created', 'updated', 'failed', 'bytes', 'seconds', 'API calls'],
  );
}

/** The result of the busiest-contacts query as a table. */
export async function renderContacts(file: string): Promise<string> {
  const [header = [], ...records] = parse(await readFile(file));
  return table(
    records.map(([name = '', email = '', cases = '']) => [name, email, Number(cases)]),
    header,
  );
}
