import type { SObjectDescribe } from '../../schema/sobject-describe.ts';

/** Address of a record below the versioned root. */
export function recordPath({ name }: SObjectDescribe, id: string): string {
  return `sobjects/${name}/${encodeURIComponent(id)}`;
}
