import type { ActivityCapabilities } from '../contract/activity.ts';

/** Query. */
export const recordSource: ActivityCapabilities = {
  direction: 'source',
  bytes: false,
  transformationAllowed: true,
  outcomesInInputOrder: true,
};

/** Bulk Query. */
export const bulkSource: ActivityCapabilities = {
  direction: 'source',
  bytes: true,
  transformationAllowed: true,
  outcomesInInputOrder: true,
};

/** Insert, Update, Upsert and Delete. */
export const recordTarget: ActivityCapabilities = {
  direction: 'target',
  bytes: false,
  transformationAllowed: true,
  outcomesInInputOrder: true,
};

/** The bulk writes: the API gives results in any order. */
export const bulkTarget: ActivityCapabilities = {
  direction: 'target',
  bytes: true,
  transformationAllowed: true,
  outcomesInInputOrder: false,
};
