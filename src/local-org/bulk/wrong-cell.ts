import type { SObject } from '../catalogue/catalogue.ts';
import { isOfWrongType, isTyped } from '../records/is-of-wrong-type.ts';
import type { SaveResult } from '../records/org-database.ts';
import type { CsvRecord } from './csv-parser.ts';
import { nullCell } from './row-columns.ts';

/**
 * Refuses a row for the first cell that cannot be read as its field's type, in the words of a real org (Snowfakery issue
 * 793). Columns are counted from 0.
 */
export function wrongCell(
  object: SObject,
  header: readonly string[],
): (row: CsvRecord) => SaveResult | undefined {
  const columns = header.flatMap((name, index) => {
    const field = object.field(name);
    return field !== undefined && isTyped(field) ? [{ index, field }] : [];
  });
  return ({ cells }) => {
    for (const { index, field } of columns) {
      const cell = cells[index] ?? '';
      if (cell === '' || cell === nullCell || !isOfWrongType(field, cell)) continue;
      const message =
        `Failed to deserialize field at col ${index}. Due to, '${cell}' is not a valid value for the type ` +
        String(field['soapType']);
      return { success: false, errors: [{ statusCode: 'INVALID_FIELD', message, fields: [field.name] }] };
    }
    return undefined;
  };
}
