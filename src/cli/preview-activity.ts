import type { SourcePreview } from '../contract/activity.ts';
import type { ActivityReference } from '../host/index.ts';
import { recordText } from './render/record-text.ts';
import { table } from './render/table.ts';
import type { Session } from './session.ts';
import { UsageFailure } from './usage-failure.ts';

/** Rows that are shown when nobody says how many. */
const defaultRows = 10;

/** Options that a preview would not heed. */
const runOptions = ['in', 'out', 'format', 'results', 'transformation'] as const;

/** The options of a command that may be a preview. */
export interface PreviewOptions extends Readonly<Partial<Record<(typeof runOptions)[number], string>>> {
  readonly preview?: true | number;
}

/**
 * How many rows to preview; `undefined` for a run.
 *
 * @throws UsageFailure for a preview with options of a run
 */
export function previewRows(options: PreviewOptions): number | undefined {
  const { preview } = options;
  if (preview === undefined) return undefined;
  const given = runOptions.filter((name) => options[name] !== undefined).map((name) => `--${name}`);
  if (given.length === 0) return preview === true ? defaultRows : preview;
  throw new UsageFailure(`--preview only shows what would be read; ${given.join(', ')} would do nothing.`, [
    'Leave them out, or run the activity without --preview.',
  ]);
}

/** Shows what a source would be asked, and its first rows. */
export async function previewActivity(
  session: Session,
  activity: ActivityReference,
  maxRows: number,
): Promise<number> {
  const preview = await session.host.preview(activity, { maxRows, signal: session.signal });
  session.print(preview, renderPreview(preview, maxRows));
  return 0;
}

/** A preview for people. */
export function renderPreview({ statement, rows, truncated }: SourcePreview, maxRows: number): string {
  const columns = Object.keys(rows[0] ?? {});
  const cells = rows.map((row) => columns.map((column) => recordText(row[column])));
  return [
    statement,
    ...(rows.length > 0 ? ['', table(cells, columns)] : maxRows > 0 ? ['', 'no rows'] : []),
    ...(truncated ? ['and more rows'] : []),
  ].join('\n');
}
