import type { ConnectionChanges } from '../../host/index.ts';
import type { FieldEdit } from './field-edits.ts';
import { keysOfType } from './field-schema.ts';
import { leavesOf } from './leaves.ts';

type Fields = Readonly<Record<string, unknown>>;

/** What a change of a connection is made of. */
export interface DraftParts {
  /** The connector's schema of the connection. */
  readonly schema: unknown;
  /** Paths of the secret fields. */
  readonly secretPaths: ReadonlySet<string>;
  /** The fields that the connection has so far, secrets masked; empty for a new one. */
  readonly before: Fields;
  /** The fields that it shall have, from a file. Default: those that it has. */
  readonly from?: Fields;
  readonly edits: readonly FieldEdit[];
  /** What was entered, by path. */
  readonly entered: ReadonlyMap<string, string>;
}

/**
 * The changes that make the fields of a file, and then the edits, out of what a connection is. A field that the file
 * does not have goes, except for secrets: an export leaves them out. Setting the `type` of a group, such as
 * `authentication.type`, drops the keys that the new type does not know: they would only be refused.
 */
export function draftChanges(parts: DraftParts): ConnectionChanges {
  const { schema, before, from, edits, entered } = parts;
  const changed: Record<string, unknown> = {};
  if (from !== undefined) Object.assign(changed, replaced(parts, from));
  for (const edit of edits) {
    if (edit.kind === 'set') changed[edit.path] = edit.value;
    if (edit.kind === 'remove') changed[edit.path] = null;
  }
  const secrets: Record<string, string> = {};
  for (const edit of edits) {
    if (edit.kind !== 'enter') continue;
    secrets[edit.path] = entered.get(edit.path) ?? '';
    // What a file says of a field that is entered does not count.
    Reflect.deleteProperty(changed, edit.path);
  }
  const unknown = Object.entries(changed)
    .filter(([path, value]) => path.endsWith('.type') && typeof value === 'string')
    .flatMap(([path, type]) =>
      staleKeys({ schema, group: path.slice(0, -'.type'.length), type: String(type), before }),
    )
    .filter((path) => !Object.hasOwn(changed, path) && !Object.hasOwn(secrets, path));
  return { fields: { ...Object.fromEntries(unknown.map((path) => [path, null])), ...changed }, secrets };
}

function replaced({ before, secretPaths }: DraftParts, from: Fields): Fields {
  const next = leavesOf(from);
  const gone = [...leavesOf(before).keys()].filter((path) => !next.has(path) && !secretPaths.has(path));
  return { ...Object.fromEntries(gone.map((path) => [path, null])), ...Object.fromEntries(next) };
}

interface TypedGroup {
  readonly schema: unknown;
  readonly group: string;
  readonly type: string;
  readonly before: Fields;
}

function staleKeys({ schema, group, type, before }: TypedGroup): string[] {
  const known = keysOfType(schema, group, type);
  const old = before[group];
  if (known === undefined || typeof old !== 'object' || old === null) return [];
  return Object.keys(old)
    .filter((key) => !known.includes(key))
    .map((key) => `${group}.${key}`);
}
