import type { Draft } from './draft-file.ts';
import { withValueAt, type Fields } from './field-path.ts';

/** The fields after a draft's changes; keys that were there keep their place. */
export function applyDraft(saved: Fields, draft: Draft | undefined): Fields {
  return Object.entries(draft?.set ?? {}).reduce(
    (fields, [path, value]) => withValueAt(fields, path, value ?? undefined),
    saved,
  );
}
