import type { ConnectionUsage } from '../../contract/connection.ts';
import type { SourceResult, TargetActivityResult } from '../../host/index.ts';
import { formatBytes, formatCount, formatDuration, formatRows } from './format-number.ts';
import { table } from './table.ts';

/** What a read did, in one line. */
export function renderRead({ report, durationMs, usage, outputs }: SourceResult): string {
  const cut = report.truncated ? ' (cut short by the limit)' : '';
  return `${formatRows(report.rowCount)}${cut} to ${outputs.join(', ')}${cost(durationMs, usage)}`;
}

/** What a write did: every row accounted for, the first failures, and where the rest is. */
export function renderWrite(result: TargetActivityResult): string {
  const { report, droppedRowCount, failures, outputs, durationMs, usage } = result;
  const counts: (readonly [string, number])[] = [
    ['rows', report.rowCount],
    ['succeeded', report.succeeded],
    ...(report.created === undefined ? [] : [['  created', report.created] as const]),
    ['failed', report.failed],
    ['unprocessed', report.unprocessed],
    ['unknown', report.unknown],
    ...(droppedRowCount === 0 ? [] : [['dropped by the transformation', droppedRowCount] as const]),
  ];
  const lines = [table(counts)];
  for (const { rowIndex, error } of failures) {
    const row = rowIndex === undefined ? '' : `row ${rowIndex + 1}: `;
    lines.push(`  ${row}${error.code}: ${error.message}`);
  }
  const more = report.failed - failures.length;
  if (more > 0 && failures.length > 0) lines.push(`  and ${formatCount(more)} more`);
  const isAllFine = report.succeeded === report.rowCount;
  if (!isAllFine && outputs.length === 0) lines.push('Give --results DIR to keep what became of every row.');
  const jobs = report.jobs.map(({ id, state }) => `job ${id}: ${state}`);
  return [
    ...lines,
    ...jobs,
    ...outputs.map((path) => `wrote ${path}`),
    cost(durationMs, usage).slice(2),
  ].join('\n');
}

function cost(durationMs: number, usage: ConnectionUsage): string {
  const bytes = `${formatBytes(usage.bytesSent)} sent, ${formatBytes(usage.bytesReceived)} received`;
  return `, ${formatDuration(durationMs)}, ${formatCount(usage.apiCalls)} API calls, ${bytes}`;
}
