import { ConnectorError } from '../errors/connector-error.ts';
import type { Describer } from './query-fields.ts';
import {
  resolveExternalIdField,
  resolveWriteColumns,
  type ParentColumn,
  type WriteColumn,
  type WriteTarget,
} from './write-columns.ts';

/**
 * Checks every column name of an input, those of parents also against the description of the parent: its field must
 * be one that the org matches on. Names are then those of the org, in its spelling. Asks once for each kind of parent.
 *
 * @throws ConnectorError `unknown-column`, `read-only-column`, `missing-column`, `not-an-external-id` (with the usable
 *   fields of the parent)
 */
export async function checkWriteColumns(
  target: WriteTarget,
  columns: readonly string[],
  describe: Describer,
): Promise<WriteColumn[]> {
  const checked: WriteColumn[] = [];
  for (const column of resolveWriteColumns(target, columns)) {
    checked.push(column.kind === 'field' ? column : await withParentKey(column, describe));
  }
  return checked;
}

async function withParentKey(column: ParentColumn, describe: Describer): Promise<ParentColumn> {
  const parentType = column.objectType ?? column.field.referenceTo[0];
  // A few references of an org say of no object that they point to it.
  if (parentType === undefined) return column;
  const parent = await describe(parentType);
  try {
    const parentKey = resolveExternalIdField(parent, column.parentField);
    return { ...column, parentField: parentKey.name, parentKey };
  } catch (error) {
    throw error instanceof ConnectorError ? error.withDetails({ column: column.column }) : error;
  }
}
