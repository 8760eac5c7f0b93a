import type { OrgDatabase, SaveResult } from '../records/org-database.ts';
import { collectionItem, type CollectionItem } from './save-answers.ts';

/** Saves one record. */
export type RecordWork = () => SaveResult;

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
  try {
    return database.transaction(() => {
      const results = work.map((save) => save());
      if (allOrNone && results.some(({ success }) => !success)) throw new RolledBack(results);
      return results.map((result) => collectionItem(result, isUpsert));
    });
  } catch (error) {
    if (!(error instanceof RolledBack)) throw error;
    return error.results.map((result) => collectionItem(result.success ? rolledBack : result, isUpsert));
  }
}

/** Leaves the transaction with the results at hand. */
class RolledBack extends Error {
  readonly results: readonly SaveResult[];
  constructor(results: readonly SaveResult[]) {
    super('rolled back');
    this.results = results;
  }
}

const rolledBack: SaveResult = {
  success: false,
  errors: [
    {
      statusCode: 'ALL_OR_NONE_OPERATION_ROLLED_BACK',
      message:
        'Record rolled back because not all records were valid and the request was using AllOrNone header',
      fields: [],
    },
  ],
};
