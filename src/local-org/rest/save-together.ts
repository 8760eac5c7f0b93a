import type { OrgDatabase } from '../records/org-database.ts';
import { saveAsOne, type RecordWork } from '../records/save-as-one.ts';
import { collectionItem, type CollectionItem } from './save-answers.ts';

/** How the records of one call belong together. */
export interface SaveTogetherOptions {
  /** One failure takes back all the others. */
  readonly allOrNone: boolean;
  /** Items say whether the record was created. */
  readonly isUpsert: boolean;
}

/** Saves the records of one Collections call in one transaction and answers them in input order. */
export function saveTogether(
  database: OrgDatabase,
  work: readonly RecordWork[],
  { allOrNone, isUpsert }: SaveTogetherOptions,
): CollectionItem[] {
  return saveAsOne(database, work, allOrNone).map((result) => collectionItem(result, isUpsert));
}
