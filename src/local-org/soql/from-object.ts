import type { SObject } from '../catalogue/catalogue.ts';
import type { QueryContext } from './query-scope.ts';
import { errorAt, locate } from './soql-text.ts';

/**
 * The object named in FROM.
 * @throws {@link SoqlError} `INVALID_TYPE`.
 */
export function fromObject(context: Pick<QueryContext, 'store' | 'text'>, name: string): SObject {
  const sobject = context.store.catalogue.find(name);
  if (sobject?.describe.queryable === true) return sobject;
  throw errorAt(
    context.text,
    locate(context.text, name),
    'INVALID_TYPE',
    `sObject type '${name}' is not supported. If you are attempting to use a custom object, be sure to append the '__c' after the entity name. Please reference your WSDL or the describe call for the appropriate names.`,
  );
}
