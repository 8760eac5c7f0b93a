import { refuse } from '../save-error.ts';
import type { ObjectRules, RecordChange } from './object-rules.ts';

/** An asset belongs to an account, a contact, or both; it knows the top of its hierarchy. */
export const assetRules: ObjectRules = {
  derive: (change) => {
    if (change.read('AccountId') === null && change.read('ContactId') === null) {
      const fields = ['AccountId', 'ContactId'];
      throw refuse('FIELD_INTEGRITY_EXCEPTION', 'Every asset needs an account, a contact, or both.', fields);
    }
    if (change.operation === 'insert' || change.row.has('ParentId')) placeInHierarchy(change);
  },
};

function placeInHierarchy(change: RecordChange): void {
  const { row, store, id } = change;
  const asset = store.catalogue.find('Asset');
  const parentId = change.read('ParentId');
  const parent = typeof parentId === 'string' && asset !== undefined ? store.row(asset, parentId) : undefined;
  row.set('AssetLevel', Number(parent?.['AssetLevel'] ?? 0) + 1);
  const root = parent?.['RootAssetId'] ?? id ?? null;
  row.set('RootAssetId', root);
  if (root !== null || asset === undefined) return;
  change.afterwards((ownId) => {
    store.updateRow(asset, ownId, new Map([['RootAssetId', ownId]]));
  });
}
