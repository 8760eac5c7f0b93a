import type { ProgressEvent } from '../../contract/progress.ts';
import { formatBytes, formatCount } from '../render/format-number.ts';

const barWidth = 24;
/** Width of the piece that wanders through the bar while the end is not known. */
const wandererWidth = 6;

/**
 * One line about an event: phase, bar, share where the total is known, counts, note.
 *
 * @param barStep counts up from redraw to redraw and moves a bar without a total; without it there is no bar
 */
export function describeProgress(event: ProgressEvent, barStep?: number): string {
  const { phase, rows, totalRows, bytes, totalBytes, note } = event;
  const share = progressShare(event);
  const parts = [phase.padEnd(8)];
  if (barStep !== undefined) parts.push(share === undefined ? wanderingBar(barStep) : filledBar(share));
  if (share !== undefined) parts.push(`${Math.floor(share * 100)} %`.padStart(5));
  if (rows !== undefined) parts.push(`${formatCount(rows)}${ofTotal(totalRows, formatCount)} rows`);
  if (bytes !== undefined) parts.push(`${formatBytes(bytes)}${ofTotal(totalBytes, formatBytes)}`);
  if (note !== undefined) parts.push(note);
  return parts.join('  ');
}

/** The share that is done, from 0 to 1; `undefined` where no total is known. */
export function progressShare({ rows, totalRows, bytes, totalBytes }: ProgressEvent): number | undefined {
  return shareOf(rows, totalRows) ?? shareOf(bytes, totalBytes);
}

function filledBar(share: number): string {
  const filled = Math.round(share * barWidth);
  return '█'.repeat(filled) + '░'.repeat(barWidth - filled);
}

function wanderingBar(step: number): string {
  const room = barWidth - wandererWidth;
  const start = room - Math.abs((step % (2 * room)) - room);
  return '░'.repeat(start) + '█'.repeat(wandererWidth) + '░'.repeat(room - start);
}

function shareOf(done: number | undefined, total: number | undefined): number | undefined {
  if (done === undefined || total === undefined || total <= 0) return undefined;
  return Math.min(1, done / total);
}

function ofTotal(total: number | undefined, format: (value: number) => string): string {
  return total === undefined ? '' : ` of ${format(total)}`;
}
