import {
  parseSObjectDescribe,
  type FieldDescribe,
  type SObjectDescribe,
} from '../../src/schema/sobject-describe.ts';

/** A describe with the given fields; whatever a field leaves out gets the most ordinary value. */
export function describeWith(fields: readonly Record<string, unknown>[], name = 'Thing__c'): SObjectDescribe {
  return parseSObjectDescribe({
    name,
    label: name,
    createable: true,
    updateable: true,
    deletable: true,
    queryable: true,
    fields: fields.map((field) => ({
      label: field['name'],
      type: 'string',
      createable: true,
      updateable: true,
      nillable: true,
      ...field,
    })),
  });
}

/** One ordinary field of the given type. */
export function fieldOfType(type: string, more: Record<string, unknown> = {}): FieldDescribe {
  const [field] = describeWith([{ name: 'X', type, ...more }]).fields;
  if (field === undefined) throw new RangeError('A describe lost its field.');
  return field;
}
