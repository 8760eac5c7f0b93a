import type { SObjectDescribe } from '../../src/schema/sobject-describe.ts';
import { describeWith } from './field.ts';
import { recordedDescribe } from './recorded-describe.ts';

const user = describeWith(
  [
    { name: 'Id', type: 'id', idLookup: true },
    { name: 'Username', idLookup: true },
  ],
  'User',
);

/** Describes the parents of a case, and keeps the names of those that were asked for. */
export function describerOfParents(): {
  readonly asked: readonly string[];
  readonly describe: (object: string) => Promise<SObjectDescribe>;
} {
  const asked: string[] = [];
  return {
    asked,
    describe: (object) => {
      asked.push(object);
      return Promise.resolve(object === 'User' ? user : recordedDescribe('Contact'));
    },
  };
}
