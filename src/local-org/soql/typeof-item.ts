import type { FieldTypeOf } from '@jetstreamapp/soql-parser-js';
import { malformedAt, noSuchRelationship } from './path-refusals.ts';
import type { QueryScope, RecordSource, ResolvedField } from './query-scope.ts';
import type { FieldItem, SelectList, TypeofItem } from './select-list.ts';

/**
 * What `TYPEOF rel WHEN Type THEN … ELSE … END` shows: each WHEN joins the table of its object, ELSE has the fields
 * of the Name object.
 *
 * @throws {@link SoqlError} `INVALID_FIELD` for fields and relationships that are not there, `MALFORMED_QUERY` for a
 * relationship with one target or an object that it cannot point to.
 */
export function typeofItem(list: SelectList, scope: QueryScope, selected: FieldTypeOf): TypeofItem {
  const { text } = scope.context;
  const source = scope.resolveSource(selected.field);
  if (source.parent === undefined) throw noSuchRelationship(text, selected.field, selected.field);
  if (source.sobject !== undefined) {
    const message = `TYPEOF needs a polymorphic relationship, and '${selected.field}' is not one`;
    throw malformedAt(text, selected.field, message);
  }
  const whens: { source: RecordSource; items: FieldItem[] }[] = [];
  let otherwise: FieldItem[] | undefined;
  for (const { type, objectType = '', fieldList } of selected.conditions) {
    if (type === 'ELSE') {
      otherwise = itemsOf(list, scope, fieldList, (written) => scope.fieldOf(source, written, written));
      continue;
    }
    const typed = typedSource(scope, source, objectType);
    if (whens.some((when) => when.source === typed))
      throw malformedAt(text, objectType, `duplicate WHEN for type '${objectType}' in TYPEOF`);
    const resolve = (written: string) => scope.resolveFrom(typed, written);
    whens.push({ source: typed, items: itemsOf(list, scope, fieldList, resolve) });
  }
  return { kind: 'typeof', source, idColumn: list.columnOf(source.idSql), whens, otherwise };
}

function typedSource(scope: QueryScope, source: RecordSource, objectType: string): RecordSource {
  const target = source.targets.find(({ name }) => name.toLowerCase() === objectType.toLowerCase());
  if (target !== undefined) return scope.typedSource(source, target);
  const message = `'${objectType}' is not a type that relationship '${source.path.join('.')}' can point to`;
  throw malformedAt(scope.context.text, objectType, message);
}

function itemsOf(
  list: SelectList,
  scope: QueryScope,
  fieldList: readonly string[],
  resolve: (written: string) => ResolvedField,
): FieldItem[] {
  const seen = new Set<string>();
  return fieldList.map((written) => {
    const resolved = resolve(written);
    const path = [...resolved.source.path, resolved.field.name].join('.');
    if (seen.has(path)) throw malformedAt(scope.context.text, written, `duplicate field selected: ${path}`);
    seen.add(path);
    return list.itemFor(resolved);
  });
}
