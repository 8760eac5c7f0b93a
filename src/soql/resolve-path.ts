import { ConnectorError } from '../errors/connector-error.ts';
import type { Describer } from '../schema/query-fields.ts';
import type { FieldDescribe, SObjectDescribe } from '../schema/sobject-describe.ts';

/** What a path of names leads to. */
export type ResolvedPath =
  | { readonly kind: 'field'; readonly path: readonly string[]; readonly field: FieldDescribe }
  /** Behind a parent of several types, or one that is not described: the org will know whether there is such a field. */
  | { readonly kind: 'open'; readonly path: readonly string[] }
  | { readonly kind: 'unknown' };

const unknown: ResolvedPath = { kind: 'unknown' };

/**
 * Follows a path from an object to a field, and gives it the spelling of the org. Asks for each parent on the way.
 *
 * Behind a parent of several types stands the Name object, which cannot be queried and can be described ("Name" in the
 * object reference).
 */
export async function resolvePath(
  object: SObjectDescribe,
  path: readonly string[],
  describe: Describer,
): Promise<ResolvedPath> {
  const [first = '', ...rest] = path;
  if (!path.every((name) => /^[A-Za-z]\w*$/.test(name))) return unknown;
  if (rest.length === 0) {
    const field = object.fields.find(({ name }) => isSame(name, first));
    return field === undefined ? unknown : { kind: 'field', path: [field.name], field };
  }
  const reference = object.fields.find(({ relationshipName }) => isSame(relationshipName, first));
  const [parent, ...others] = reference?.referenceTo ?? [];
  if (reference?.relationshipName == null || parent === undefined) return unknown;
  const target = await describeParent(others.length > 0 ? 'Name' : parent, describe);
  const found = target === undefined ? unknown : await resolvePath(target, rest, describe);
  if (found.kind !== 'unknown') return { ...found, path: [reference.relationshipName, ...found.path] };
  // The Name object is described with fewer fields than queries may use.
  const isOpen = target === undefined || others.length > 0;
  return isOpen ? { kind: 'open', path: [reference.relationshipName, ...rest] } : unknown;
}

/** `undefined` when the org shows no such object to this user. */
async function describeParent(object: string, describe: Describer): Promise<SObjectDescribe | undefined> {
  try {
    return await describe(object);
  } catch (reason) {
    if (reason instanceof ConnectorError && reason.code === 'unknown-object') return undefined;
    throw reason;
  }
}

/**
 * A describer that asks for each object once, also for one that the org does not know: nobody else keeps that.
 */
export function rememberingDescriber(describe: Describer): Describer {
  const answers = new Map<string, Promise<SObjectDescribe>>();
  return (object) => {
    const key = object.toLowerCase();
    const answer = answers.get(key) ?? describe(object);
    answers.set(key, answer);
    return answer;
  };
}

/** Whether names are the same; Salesforce heeds no case in them. */
export function isSame(name: string | null | undefined, other: string): boolean {
  return name?.toLowerCase() === other.toLowerCase();
}
