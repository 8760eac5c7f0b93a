import type { SqlValue } from '../records/column.ts';
import type { ChildPages, JsonRecord } from '../records/org-database.ts';
import type { RecordSource } from './query-scope.ts';
import { shownName, type OutputItem, type SelectList, type TypeofItem } from './select-list.ts';
import { jsonValue } from './value-text.ts';

export type ResultRow = readonly SqlValue[];

/** How records are shown: how their addresses begin, and who keeps the children that do not fit a page. */
export interface Presentation {
  readonly versionPath: string;
  readonly childPages: ChildPages | undefined;
}

/** Reads the children of one record as a nested query result; `null` when there are none. */
export type ChildReader = (parentId: string, how: Presentation) => JsonRecord | null;

type Read<T = unknown> = (row: ResultRow, how: Presentation) => T;

/** How one record is put together: its type, where its id is, and its members in order. */
interface Shape {
  readonly source: RecordSource;
  readonly idColumn: number;
  readonly members: Map<string, Read>;
}

type MakeChildReader = (item: Extract<OutputItem, { kind: 'children' }>) => ChildReader;

/** Makes the function that turns result rows into REST records. */
export function recordShaper(
  list: SelectList,
  root: RecordSource,
  childReader: MakeChildReader,
): Read<JsonRecord> {
  const shape = shapeItems(list, list.items, root, childReader);
  return (row, how) => build(shape, row, how) ?? {};
}

/** The shape of `root` with these items; items of its parents nest. */
function shapeItems(
  list: SelectList,
  items: readonly OutputItem[],
  root: RecordSource,
  childReader: MakeChildReader,
): Shape {
  const shapes = new Map<RecordSource, Shape>();
  const rootShape = shapeOf(root);
  for (const item of items) {
    if (item.kind === 'children') {
      const read = childReader(item);
      rootShape.members.set(item.relationshipName, (row, how) => read(String(row[rootShape.idColumn]), how));
    } else if (item.kind === 'typeof') {
      const read = typeofReader(list, item, childReader);
      shapeOf(item.source.parent ?? root).members.set(item.source.path.at(-1) ?? '', read);
    } else {
      const shape = shapeOf(item.source);
      shape.members.set(shownName(item), memberReader(shape, item));
    }
  }
  return rootShape;

  function shapeOf(source: RecordSource): Shape {
    let shape = shapes.get(source);
    if (shape === undefined) {
      shape = { source, idColumn: list.columnOf(source.idSql), members: new Map() };
      shapes.set(source, shape);
      const own = shape;
      if (source !== root && source.parent !== undefined) {
        shapeOf(source.parent).members.set(source.path.at(-1) ?? '', (row, how) => build(own, row, how));
      }
    }
    return shape;
  }
}

/** The parent as its WHEN says; as the Name object when none fits and there is an ELSE; else null. */
function typeofReader(list: SelectList, item: TypeofItem, childReader: MakeChildReader): Read {
  const whens = new Map(
    item.whens.map(({ source, items }) => [
      source.sobject?.keyPrefix,
      shapeItems(list, items, source, childReader),
    ]),
  );
  const otherwise =
    item.otherwise === undefined ? undefined : shapeItems(list, item.otherwise, item.source, childReader);
  return (row, how) => {
    const id = row[item.idColumn];
    const shape = typeof id === 'string' ? (whens.get(id.slice(0, 3)) ?? otherwise) : undefined;
    return shape === undefined ? null : build(shape, row, how);
  };
}

function memberReader(shape: Shape, item: Extract<OutputItem, { kind: 'value' | 'address' }>): Read {
  if (item.kind === 'address') {
    return (row) => {
      const parts = item.parts.map(({ key, column }) => [key, row[column] ?? null] as const);
      return parts.every(([, value]) => value === null) ? null : Object.fromEntries(parts);
    };
  }
  const { column, field, show } = item;
  if (show !== undefined) return (row) => show(row[column] ?? null);
  if (field.type === 'base64') {
    return (row, { versionPath }) =>
      row[column] == null
        ? null
        : `${versionPath}/sobjects/${typeOf(shape, row)}/${String(row[shape.idColumn])}/${field.name}`;
  }
  return (row) => jsonValue(field.type, row[column] ?? null);
}

function build(shape: Shape, row: ResultRow, how: Presentation): JsonRecord | null {
  const id = row[shape.idColumn];
  if (id === null || id === undefined) return null;
  const type = typeOf(shape, row);
  // Behind a polymorphic relationship Salesforce shows the Name object, with the address of the real one.
  const shownType = shape.source.sobject === undefined ? 'Name' : type;
  const record: Record<string, unknown> = {
    attributes: { type: shownType, url: `${how.versionPath}/sobjects/${type}/${String(id)}` },
  };
  for (const [name, read] of shape.members) record[name] = read(row, how);
  return record;
}

function typeOf(shape: Shape, row: ResultRow): string {
  const { sobject, targets } = shape.source;
  if (sobject !== undefined) return sobject.name;
  const prefix = String(row[shape.idColumn]).slice(0, 3);
  return targets.find((target) => target.keyPrefix === prefix)?.name ?? 'Name';
}
