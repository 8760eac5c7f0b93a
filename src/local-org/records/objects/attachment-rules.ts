import { blobFacts } from '../../blobs/blob-store.ts';
import type { ObjectRules } from './object-rules.ts';

/** An attachment knows the length of its body. */
export const attachmentRules: ObjectRules = {
  derive: ({ row }) => {
    if (row.has('Body')) row.set('BodyLength', blobFacts(row.get('Body'))?.byteCount ?? 0);
  },
};
