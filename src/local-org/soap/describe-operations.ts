import type { Catalogue, SObject } from '../catalogue/catalogue.ts';
import { globalDescribe, objectDescribe } from './describe-xml.ts';
import { invalidType } from './refusals.ts';
import { requireSoapSession, type SoapOperations } from './soap-call.ts';
import { SoapFault } from './soap-fault.ts';
import { element, scalar } from './write-xml.ts';
import { childOf, childrenOf } from './xml-element.ts';

/** Largest number of records in one call, as describeGlobal() states it. */
const maxBatchSize = 200;

/** Largest number of types in one describeSObjects(). */
const maxTypes = 100;

/** The calls that tell what objects there are. */
export const describeOperations: SoapOperations = {
  describeGlobal: (parts, call) => {
    requireSoapSession(parts, call);
    const { catalogue } = parts.database;
    const sobjects = catalogue.objectNames.map((name) =>
      element('sobjects', globalDescribe(requireObject(catalogue, name))),
    );
    const head = scalar('encoding', 'UTF-8') + scalar('maxBatchSize', maxBatchSize);
    return element('result', head + sobjects.join(''));
  },
  describeSObject: (parts, call) => {
    requireSoapSession(parts, call);
    const type = childOf(call.operation, 'sObjectType')?.text.trim() ?? '';
    return element('result', objectDescribe(requireObject(parts.database.catalogue, type), call.origin));
  },
  describeSObjects: (parts, call) => {
    requireSoapSession(parts, call);
    const types = childrenOf(call.operation, 'sObjectType').map(({ text }) => text.trim());
    if (types.length > maxTypes) {
      throw new SoapFault(
        'EXCEEDED_MAX_TYPES_LIMIT',
        `at most ${maxTypes} types can be described in one call`,
      );
    }
    return types
      .map((type) =>
        element('result', objectDescribe(requireObject(parts.database.catalogue, type), call.origin)),
      )
      .join('');
  },
};

function requireObject(catalogue: Catalogue, type: string): SObject {
  const object = catalogue.find(type);
  if (object === undefined) throw invalidType(type);
  return object;
}
