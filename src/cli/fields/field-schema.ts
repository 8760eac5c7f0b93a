/** What a connector's schema says of one field of a connection. */
export interface FieldSchema {
  /** Such as `authentication.clientId`. */
  readonly path: string;
  /** Types of JSON that the field takes: `string`, `boolean`, `number`, `integer`, `array`. */
  readonly types: ReadonlySet<string>;
  /** Never shown, and never given on the command line. */
  readonly isSecret: boolean;
}

type Node = Readonly<Record<string, unknown>>;

/** Every field of a schema that is no group of other fields, at any depth and in every alternative, in its order. */
export function fieldsOfSchema(schema: unknown): readonly FieldSchema[] {
  const fields = new Map<string, { types: Set<string>; isSecret: boolean }>();
  collect(schema, [], fields);
  return [...fields].map(([path, field]) => ({ path, ...field }));
}

/** The keys that the group at a path may have when its `type` is the given one; `undefined` when nothing decides. */
export function keysOfType(schema: unknown, group: string, type: string): readonly string[] | undefined {
  if (!isNode(schema)) return undefined;
  const { properties } = schema;
  const alternatives = isNode(properties) ? alternativesOf(properties[group]) : [];
  const chosen = alternatives.find((part) => {
    const own = part['properties'];
    return isNode(own) && isNode(own['type']) && own['type']['const'] === type;
  });
  const own = chosen?.['properties'];
  return isNode(own) ? Object.keys(own) : undefined;
}

function collect(
  schema: unknown,
  path: readonly string[],
  fields: Map<string, { types: Set<string>; isSecret: boolean }>,
): void {
  for (const part of alternativesOf(schema)) {
    const { properties } = part;
    if (isNode(properties)) {
      for (const [key, child] of Object.entries(properties)) collect(child, [...path, key], fields);
      continue;
    }
    const name = path.join('.');
    const field = fields.get(name) ?? { types: new Set(), isSecret: false };
    const isSecret = field.isSecret || part['writeOnly'] === true;
    for (const type of typesOf(part)) field.types.add(type);
    fields.set(name, { types: field.types, isSecret });
  }
}

/** The schema itself, or what it is one of. What stands beside the alternatives holds for each of them. */
function alternativesOf(schema: unknown): Node[] {
  if (!isNode(schema)) return [];
  const lists = ['anyOf', 'oneOf'].flatMap((key) => (Array.isArray(schema[key]) ? [schema[key]] : []));
  if (lists.length === 0) return [schema];
  const isSecret = schema['writeOnly'] === true ? { writeOnly: true } : {};
  return lists.flat().flatMap((part) => alternativesOf(isNode(part) ? { ...part, ...isSecret } : part));
}

function typesOf({ type, const: constant, enum: choices }: Node): string[] {
  if (typeof type === 'string') return [type];
  const values: readonly unknown[] = Array.isArray(choices) ? choices : [constant];
  return values.map((value) => typeof value);
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
