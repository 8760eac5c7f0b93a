import { readFileSync } from 'node:fs';
import { parseSObjectDescribe, type SObjectDescribe } from '../../src/schema/sobject-describe.ts';

/** A describe recorded from a real org, read from `fixtures/describe/`. */
export function recordedDescribe(
  object: 'Account' | 'Case' | 'Contact' | 'Lead' | 'Opportunity',
): SObjectDescribe {
  const file = new URL(`../../fixtures/describe/${object}.json`, import.meta.url);
  return parseSObjectDescribe(JSON.parse(readFileSync(file, 'utf8')));
}
