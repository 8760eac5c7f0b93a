import type { Operand } from './comparison.ts';
import { fieldParameter, wrongCall, type FunctionCall } from './function-call.ts';
import type { QueryScope } from './query-scope.ts';

const PICKLISTS = new Set(['picklist', 'multipicklist', 'combobox']);

/**
 * `toLabel(field)`: the label where a picklist stores a value. Record types have their name for a label.
 * @param fieldOperand gives the field by its path in the query.
 * @throws {@link SoqlError} `MALFORMED_QUERY` for fields without labels.
 */
export function labelOperand(
  scope: QueryScope,
  call: FunctionCall,
  fieldOperand: (written: string) => Operand,
): Operand {
  const written = fieldParameter(scope, call);
  const operand = fieldOperand(written);
  const { field, sql } = operand;
  const { source } = scope.resolve(written);
  const isRecordType = source.sobject?.name === 'RecordType' && field.name === 'Name';
  if (isRecordType) return operand;
  if (!PICKLISTS.has(field.type))
    throw wrongCall(scope, call, `Field ${field.name} of type ${field.type} does not support toLabel()`);
  const labels: Record<string, string> = {};
  for (const { value, label } of field.picklistValues)
    if (label !== value) labels[value.toLowerCase()] = label;
  if (Object.keys(labels).length === 0) return operand;
  const list = JSON.stringify(labels).replaceAll("'", "''");
  return { sql: `(soql_label(${sql}, '${list}') COLLATE NOCASE)`, field };
}

/**
 * The labels of a stored value, for each part of a multi-select.
 * @param list JSON: lower-case value → label
 */
export function labelsOf(value: string, list: string): string {
  const labels = new Map(Object.entries(JSON.parse(list) as Record<string, string>));
  const parts = value.split(';').map((part) => labels.get(part.toLowerCase()) ?? part);
  return parts.join(';');
}
