import type { InputValue, SaveResult } from './org-database.ts';

/**
 * Records of one upsert call that have the same external id: none of them is processed. Gives their refusals by
 * position.
 */
export function twinRefusals(
  externalIds: readonly (InputValue | undefined)[],
): ReadonlyMap<number, SaveResult> {
  const positions = new Map<string, { text: string; indexes: number[] }>();
  for (const [index, value] of externalIds.entries()) {
    if (value === undefined || value === null || value === '' || typeof value === 'object') continue;
    const text = String(value);
    const twins = positions.get(text.toLowerCase());
    if (twins === undefined) positions.set(text.toLowerCase(), { text, indexes: [index] });
    else twins.indexes.push(index);
  }
  const refusals = new Map<number, SaveResult>();
  for (const { text, indexes } of positions.values()) {
    if (indexes.length > 1) for (const index of indexes) refusals.set(index, refusal(text));
  }
  return refusals;
}

function refusal(value: string): SaveResult {
  const message = `Duplicate external id specified: ${value}`;
  return { success: false, errors: [{ statusCode: 'DUPLICATE_VALUE', message, fields: [] }] };
}
