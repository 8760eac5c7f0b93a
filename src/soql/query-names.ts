import { ConnectorError } from '../errors/connector-error.ts';
import type { Describer } from '../schema/query-fields.ts';
import type { SObjectDescribe } from '../schema/sobject-describe.ts';
import { isSame, resolvePath, type ResolvedPath } from './resolve-path.ts';

type KnownPath = Exclude<ResolvedPath, { kind: 'unknown' }>;

/** The names of one query: looked up one after the other, so that all unknown ones can be told at once. */
export class QueryNames {
  readonly #describe: Describer;
  readonly #known = new Map<string, KnownPath>();
  readonly #unknown = new Set<string>();

  constructor(describe: Describer) {
    this.#describe = describe;
  }

  /** Looks up a field of the object or of a parent. */
  async look(field: string, object: SObjectDescribe): Promise<void> {
    const key = keyOf(field, object);
    if (this.#known.has(key)) return;
    const found = await resolvePath(object, field.split('.'), this.#describe);
    if (found.kind === 'unknown') this.#unknown.add(`${object.name}: ${field}`);
    else this.#known.set(key, found);
  }

  /** Looks up a child relationship; `undefined` when there is none. */
  async child(
    relationship: string,
    parent: SObjectDescribe,
  ): Promise<{ relationship: string; object: SObjectDescribe } | undefined> {
    const found = parent.childRelationships.find((each) => isSame(each.relationshipName, relationship));
    if (found?.relationshipName != null) {
      return { relationship: found.relationshipName, object: await this.#describe(found.childSObject) };
    }
    this.#unknown.add(`${parent.name}: child relationship ${relationship}`);
    return undefined;
  }

  /** @throws ConnectorError `unknown-field` with everything that was not found */
  requireAll(): void {
    if (this.#unknown.size === 0) return;
    const names = [...this.#unknown];
    throw new ConnectorError('unknown-field', `The org does not know ${names.join('; ')}.`, {
      details: { names },
    });
  }

  /** What a field that was looked up leads to. */
  resolved(field: string, object: SObjectDescribe): KnownPath {
    const found = this.#known.get(keyOf(field, object));
    if (found !== undefined) return found;
    throw new ConnectorError('unknown-field', `The org does not know ${object.name}: ${field}.`);
  }

  /** A field that was looked up, as the org spells it; as it is when it is unknown. */
  of(field: string, object: SObjectDescribe): string {
    return this.#known.get(keyOf(field, object))?.path.join('.') ?? field;
  }
}

function keyOf(field: string, object: SObjectDescribe): string {
  return `${object.name} ${field.toLowerCase()}`;
}
