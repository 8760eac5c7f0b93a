import type { ProgressEvent, ProgressListener } from '../../contract/progress.ts';
import { describeProgress, progressShare } from './describe-progress.ts';

/** Milliseconds between two updates: a bar moves smoothly, lines do not flood a log. */
const intervalMs = { bar: 100, lines: 2000 } as const;

/** Where and how progress is shown. */
export interface ProgressRendererOptions {
  readonly stream: { write(text: string): unknown; readonly columns?: number };
  /** `bar` redraws one line of a terminal, `lines` appends, `none` is silent. */
  readonly style: 'bar' | 'lines' | 'none';
  /** Monotonic time in milliseconds. */
  readonly nowMs: () => number;
}

/** Shows the latest progress. */
export interface ProgressRenderer {
  readonly show: ProgressListener;
  /** Takes the bar away, before anything else is written to the terminal. */
  readonly clear: () => void;
}

/**
 * Makes a renderer that throttles itself. The first event of a phase is always shown, and a bar is always seen full.
 */
export function createProgressRenderer({ stream, style, nowMs }: ProgressRendererOptions): ProgressRenderer {
  let shownAtMs = -Infinity;
  let phase = '';
  let isBarVisible = false;
  let step = 0;

  const show = (event: ProgressEvent): void => {
    if (style === 'none') return;
    const now = nowMs();
    const isTooSoon = event.phase === phase && now - shownAtMs < intervalMs[style];
    if (isTooSoon && (style === 'lines' || progressShare(event) !== 1)) return;
    shownAtMs = now;
    phase = event.phase;
    const text = describeProgress(event, style === 'bar' ? step++ : undefined);
    if (style === 'lines') {
      stream.write(`${text}\n`);
      return;
    }
    // One column is left free: a full line would wrap and could not be redrawn.
    stream.write(`\r\u001b[K${text.slice(0, widthOf(stream.columns) - 1)}`);
    isBarVisible = true;
  };
  const clear = (): void => {
    if (isBarVisible) stream.write('\r\u001b[K');
    isBarVisible = false;
  };
  return { show, clear };
}

/** Some terminals do not tell their width, or tell 0. */
function widthOf(columns: number | undefined): number {
  return columns === undefined || columns === 0 ? 80 : columns;
}
