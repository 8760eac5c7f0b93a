import type { OrgDatabase, SaveResult } from './org-database.ts';

/** Saves one record. */
export type RecordWork = () => SaveResult;

/**
 * Saves the records of one call in one transaction; results in input order. With `allOrNone` one failure takes back all
 * the others, which then fail with `ALL_OR_NONE_OPERATION_ROLLED_BACK`.
 */
export function saveAsOne(
  database: OrgDatabase,
  work: readonly RecordWork[],
  allOrNone: boolean,
): readonly SaveResult[] {
  try {
    return database.transaction(() => {
      const results = work.map((save) => save());
      if (allOrNone && results.some(({ success }) => !success)) throw new RolledBack(results);
      return results;
    });
  } catch (error) {
    if (!(error instanceof RolledBack)) throw error;
    return error.results.map((result) => (result.success ? rolledBack : result));
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
