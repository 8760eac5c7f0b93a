import { recordText } from './record-text.ts';
import { table } from './table.ts';

/** The fields of a record, one a line; fields without a value have nothing behind their name. */
export function recordTable(row: Readonly<Record<string, unknown>>): string {
  return table(Object.entries(row).map(([name, value]) => [name, recordText(value)]));
}
