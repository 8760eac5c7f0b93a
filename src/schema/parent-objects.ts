import { ConnectorError } from '../errors/connector-error.ts';
import type { Describer } from './query-fields.ts';
import type { SObjectDescribe } from './sobject-describe.ts';
import { isWritable, type WriteOperation } from './write-operation.ts';

/** Descriptions of objects by their name. */
export type ParentObjects = ReadonlyMap<string, SObjectDescribe>;

/** A lookup to more objects than this, such as the subject of a task, is not followed. */
const mostTypes = 3;

/** How many objects a schema asks for at most, besides the one that is written. */
const mostObjects = 12;

/**
 * The objects that the lookups of a write may point to, so that their keys can be named. Asks for each once, for at most
 * twelve; objects that this user may not see are left out.
 */
export async function describeParents(
  object: SObjectDescribe,
  operation: WriteOperation,
  describe: Describer,
): Promise<ParentObjects> {
  const lookups = object.fields.filter(
    ({ relationshipName, referenceTo }) => relationshipName != null && referenceTo.length <= mostTypes,
  );
  const wanted = new Set(
    lookups.filter((field) => isWritable(field, operation)).flatMap(({ referenceTo }) => referenceTo),
  );
  wanted.delete(object.name);
  const found = await Promise.all(
    [...wanted].slice(0, mostObjects).map((name) => describeVisible(name, describe)),
  );
  const parents = [object, ...found.filter((parent) => parent !== undefined)];
  return new Map(parents.map((parent) => [parent.name, parent]));
}

/** `undefined` when the org shows no such object to this user. */
async function describeVisible(name: string, describe: Describer): Promise<SObjectDescribe | undefined> {
  try {
    return await describe(name);
  } catch (reason) {
    if (reason instanceof ConnectorError && reason.code === 'unknown-object') return undefined;
    throw reason;
  }
}
