import { ConnectorError } from '../../src/errors/connector-error.ts';
import type { Describer } from '../../src/schema/query-fields.ts';
import type { SObjectDescribe } from '../../src/schema/sobject-describe.ts';
import { describeWith } from '../support/field.ts';
import { recordedDescribe } from '../support/recorded-describe.ts';

const comments = describeWith(
  [
    { name: 'CreatedDate', type: 'datetime' },
    { name: 'CommentBody', type: 'textarea' },
    { name: 'IsPublished', type: 'boolean' },
    { name: 'ParentId', type: 'reference', relationshipName: 'Parent', referenceTo: ['Case'] },
  ],
  'CaseComment',
);

/** The Name object, which not every org describes. */
export const nameObject = describeWith([{ name: 'IsActive', type: 'boolean' }], 'Name');

const thing = describeWith([
  { name: 'Amount__c', type: 'currency' },
  { name: 'Text__c', type: 'string' },
  { name: 'Due__c', type: 'date' },
  { name: 'Count__c', type: 'int' },
  { name: 'Topics__c', type: 'multipicklist' },
  { name: 'Number__c', type: 'double' },
]);

/** The descriptions of an org with standard objects and a Thing__c, and what it was asked for. */
export function describedOrg(more: readonly SObjectDescribe[] = []): {
  describer: Describer;
  asked: string[];
} {
  const recorded = (['Account', 'Case', 'Contact', 'Opportunity'] as const).map(recordedDescribe);
  const known = [...recorded, comments, thing, ...more];
  const asked: string[] = [];
  const describer: Describer = (object) => {
    asked.push(object);
    const found = known.find((each) => each.name.toLowerCase() === object.toLowerCase());
    return found === undefined
      ? Promise.reject(new ConnectorError('unknown-object', `No ${object}.`))
      : Promise.resolve(found);
  };
  return { describer, asked };
}
