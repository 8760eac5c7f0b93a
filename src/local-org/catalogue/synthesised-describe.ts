import type { ObjectDescribe } from './catalogue.ts';
import { synthesiseChildren } from './child-relationships.ts';
import { KEY_PREFIXES } from './key-prefixes.ts';
import { OBJECT_FACTS } from './object-facts.ts';
import { completeObject } from './object-shape.ts';
import type { TableObject } from './object-table.ts';
import { synthesiseField } from './synthesised-field.ts';
import { SYSTEM_FIELDS } from './system-fields.ts';

/** Describes an object of which only the WSDL's table is known. `undefined` when the table does not have it. */
export function synthesiseDescribe(
  name: string,
  table: ReadonlyMap<string, TableObject>,
): ObjectDescribe | undefined {
  const object = table.get(name);
  if (object === undefined) return undefined;
  const facts = OBJECT_FACTS[name] ?? {};
  const known = ['Id', ...Object.keys(object.fields)];
  const own = known.filter((field) => !SYSTEM_FIELDS.has(field)).sort((a, b) => rank(a) - rank(b));
  const system = [...SYSTEM_FIELDS.keys()].filter((field) => known.includes(field) && !LEADING.has(field));
  const order = [...known.filter((field) => LEADING.has(field)), ...own, ...system];
  return completeObject({
    name,
    keyPrefix: KEY_PREFIXES[name] ?? null,
    fields: order.map((field) => synthesiseField(name, object, field)),
    childRelationships: synthesiseChildren(name, table),
    readOnly: facts.readOnlyObject === true,
    createable: facts.notCreateable !== true && facts.readOnlyObject !== true,
    deletable: facts.readOnlyObject !== true && facts.notDeletable !== true,
  });

  function rank(field: string): number {
    return field === (facts.nameField ?? 'Name') ? 0 : 1;
  }
}

const LEADING = new Set(['Id', 'IsDeleted']);
