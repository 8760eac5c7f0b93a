import type { ActivityReference } from '../host/index.ts';
import { recordText } from './render/record-text.ts';
import { table } from './render/table.ts';
import type { Session } from './session.ts';

/** Shows what a source would be asked, and its first rows. */
export async function previewActivity(
  session: Session,
  activity: ActivityReference,
  maxRows: number,
): Promise<number> {
  const preview = await session.host.preview(activity, { maxRows, signal: session.signal });
  const { statement, rows, truncated } = preview;
  const columns = Object.keys(rows[0] ?? {});
  const cells = rows.map((row) => columns.map((column) => recordText(row[column])));
  const lines = [
    statement,
    ...(rows.length > 0 ? ['', table(cells, columns)] : []),
    ...(truncated ? ['and more rows'] : []),
  ];
  session.print(preview, lines.join('\n'));
  return 0;
}
