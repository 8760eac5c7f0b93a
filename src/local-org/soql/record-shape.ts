import type { SqlValue } from '../records/column.ts';
import type { JsonRecord } from '../records/org-database.ts';
import type { RecordSource } from './query-scope.ts';
import type { OutputItem, SelectList } from './select-list.ts';
import { jsonValue } from './value-text.ts';

export type ResultRow = readonly SqlValue[];

/** Reads the children of one record as a nested query result; `null` when there are none. */
export type ChildReader = (parentId: string, versionPath: string) => JsonRecord | null;

/** How one record is put together: its type, where its id is, and its members in order. */
interface Shape {
  readonly source: RecordSource;
  readonly idColumn: number;
  readonly members: Map<string, (row: ResultRow, versionPath: string) => unknown>;
}

/** Makes the function that turns result rows into REST records. */
export function recordShaper(
  list: SelectList,
  root: RecordSource,
  childReader: (item: Extract<OutputItem, { kind: 'children' }>) => ChildReader,
): (row: ResultRow, versionPath: string) => JsonRecord {
  const shapes = new Map<string, Shape>();
  const rootShape = shapeOf(root);
  for (const item of list.items) {
    if (item.kind === 'children') {
      const read = childReader(item);
      rootShape.members.set(item.relationshipName, (row, path) =>
        read(String(row[rootShape.idColumn]), path),
      );
    } else {
      const shape = shapeOf(item.source);
      shape.members.set(item.field.name, memberReader(shape, item));
    }
  }
  return (row, versionPath) => build(rootShape, row, versionPath) ?? {};

  function shapeOf(source: RecordSource): Shape {
    const key = source.path.join('.');
    let shape = shapes.get(key);
    if (shape === undefined) {
      shape = { source, idColumn: list.columnOf(source.idSql), members: new Map() };
      shapes.set(key, shape);
      const own = shape;
      if (source.parent !== undefined) {
        shapeOf(source.parent).members.set(source.path.at(-1) ?? '', (row, path) => build(own, row, path));
      }
    }
    return shape;
  }
}

function memberReader(
  shape: Shape,
  item: Exclude<OutputItem, { kind: 'children' }>,
): (row: ResultRow, versionPath: string) => unknown {
  if (item.kind === 'address') {
    return (row) => {
      const parts = item.parts.map(({ key, column }) => [key, row[column] ?? null] as const);
      return parts.every(([, value]) => value === null) ? null : Object.fromEntries(parts);
    };
  }
  const { column, field } = item;
  if (field.type === 'base64') {
    return (row, path) =>
      row[column] == null
        ? null
        : `${path}/sobjects/${typeOf(shape, row)}/${String(row[shape.idColumn])}/${field.name}`;
  }
  return (row) => jsonValue(field.type, row[column] ?? null);
}

function build(shape: Shape, row: ResultRow, versionPath: string): JsonRecord | null {
  const id = row[shape.idColumn];
  if (id === null || id === undefined) return null;
  const type = typeOf(shape, row);
  // Behind a polymorphic relationship Salesforce shows the Name object, with the address of the real one.
  const shownType = shape.source.sobject === undefined ? 'Name' : type;
  const record: Record<string, unknown> = {
    attributes: { type: shownType, url: `${versionPath}/sobjects/${type}/${String(id)}` },
  };
  for (const [name, read] of shape.members) record[name] = read(row, versionPath);
  return record;
}

function typeOf(shape: Shape, row: ResultRow): string {
  const { sobject, targets } = shape.source;
  if (sobject !== undefined) return sobject.name;
  const prefix = String(row[shape.idColumn]).slice(0, 3);
  return targets.find((target) => target.keyPrefix === prefix)?.name ?? 'Name';
}
