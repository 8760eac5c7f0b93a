import { SoapFault } from './soap-fault.ts';

/** An object that is not there. */
export function invalidType(type: string): SoapFault {
  if (type === '') return new SoapFault('INVALID_TYPE', 'Must send a concrete entity type.');
  return new SoapFault(
    'INVALID_TYPE',
    `sObject type '${type}' is not supported. If you are attempting to use a custom object, be sure to append the ` +
      "'__c' after the entity name. Please reference your WSDL or the describe call for the appropriate names.",
  );
}

/** A field that is not there. */
export function noSuchColumn(field: string, object: string): SoapFault {
  return new SoapFault(
    'INVALID_FIELD',
    `No such column '${field}' on entity '${object}'. If you are attempting to use a custom field, be sure to append ` +
      "the '__c' after the custom field name. Please reference your WSDL or the describe call for the appropriate names.",
  );
}

/** More of something than a call may hold. */
export function refuseMoreThan(maximum: number, count: number, what: string): void {
  if (count <= maximum) return;
  throw new SoapFault(
    'EXCEEDED_ID_LIMIT',
    `${what} limit reached. cannot submit more than ${maximum} ${what}s into this call`,
  );
}
