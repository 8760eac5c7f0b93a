import type { Describer } from '../schema/query-fields.ts';
import type { SObjectDescribe } from '../schema/sobject-describe.ts';
import type { BindPlace } from './bind-place.ts';
import { literalTypeOf, literalTypeOfFunction, type LiteralType } from './literal-type.ts';
import { withoutPrefix, type QueryScope } from './query-scopes.ts';
import { isSame, rememberingDescriber, resolvePath } from './resolve-path.ts';

/** The objects that the SELECTs of one query read. */
export class ScopeObjects {
  readonly #describe: Describer;

  constructor(describe: Describer) {
    this.#describe = rememberingDescriber(describe);
  }

  /**
   * The kind of literal at a place; `unknown` where neither function nor field tells.
   *
   * @throws ConnectorError `unknown-object`
   */
  async typeAt({ functions, path }: BindPlace, scope: QueryScope | undefined): Promise<LiteralType> {
    for (const name of functions) {
      const type = literalTypeOfFunction(name);
      if (type !== 'as the field') return type;
    }
    const object = await this.#objectOf(scope);
    if (scope === undefined || object === undefined) return 'unknown';
    const found = await resolvePath(object, withoutPrefix(scope, path), this.#describe);
    return literalTypeOf(found.kind === 'field' ? found.field : undefined);
  }

  async #objectOf(scope: QueryScope | undefined): Promise<SObjectDescribe | undefined> {
    const [object, ...more] = scope?.object ?? [];
    if (object === undefined) return undefined;
    if (scope?.isChild !== true) return more.length === 0 ? this.#describe(object) : undefined;
    // `FROM Contacts`, or with the parent's name or alias in front.
    const relationship = more.at(-1) ?? object;
    const outer = await this.#objectOf(scope.outer);
    const child = outer?.childRelationships.find(({ relationshipName }) =>
      isSame(relationshipName, relationship),
    );
    return child && this.#describe(child.childSObject);
  }
}
