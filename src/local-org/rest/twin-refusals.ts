import type { InputValue, SaveResult } from '../records/org-database.ts';

/**
 * Records of one upsert call that have the same external id: none of them is processed. Gives their refusals by
 * position.
 */
export function twinRefusals(
  externalIds: readonly (InputValue | undefined)[],
): ReadonlyMap<number, SaveResult> {
  const positions = new Map<string, number[]>();
  for (const [index, value] of externalIds.entries()) {
    if (value === undefined || value === null || value === '' || typeof value === 'object') continue;
    const key = String(value).toLowerCase();
    const twins = positions.get(key);
    if (twins === undefined) positions.set(key, [index]);
    else twins.push(index);
  }
  const refusals = new Map<number, SaveResult>();
  for (const twins of positions.values()) {
    if (twins.length > 1) for (const index of twins) refusals.set(index, refusal(String(externalIds[index])));
  }
  return refusals;
}

function refusal(value: string): SaveResult {
  const message = `Duplicate external id specified: ${value}`;
  return { success: false, errors: [{ statusCode: 'DUPLICATE_VALUE', message, fields: [] }] };
}
