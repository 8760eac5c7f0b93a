import type { ProgressEvent } from '../../contract/progress.ts';
import { formatBytes, formatCount } from '../render/format-number.ts';

const barWidth = 24;

/** One line about an event: phase, share (as a bar too, where the total is known), counts, note. */
export function describeProgress(event: ProgressEvent, withBar: boolean): string {
  const { phase, rows, totalRows, bytes, totalBytes, note } = event;
  const share = shareOf(rows, totalRows) ?? shareOf(bytes, totalBytes);
  const parts = [phase.padEnd(8)];
  if (share !== undefined) {
    const filled = Math.round(share * barWidth);
    if (withBar) parts.push('█'.repeat(filled) + '░'.repeat(barWidth - filled));
    parts.push(`${Math.floor(share * 100)} %`.padStart(5));
  }
  if (rows !== undefined) parts.push(`${formatCount(rows)}${ofTotal(totalRows, formatCount)} rows`);
  if (bytes !== undefined) parts.push(`${formatBytes(bytes)}${ofTotal(totalBytes, formatBytes)}`);
  if (note !== undefined) parts.push(note);
  return parts.join('  ');
}

function shareOf(done: number | undefined, total: number | undefined): number | undefined {
  if (done === undefined || total === undefined || total <= 0) return undefined;
  return Math.min(1, done / total);
}

function ofTotal(total: number | undefined, format: (value: number) => string): string {
  return total === undefined ? '' : ` of ${format(total)}`;
}
