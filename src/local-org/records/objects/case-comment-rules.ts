import { refuse } from '../save-error.ts';
import type { ObjectRules } from './object-rules.ts';

/** Bytes, not characters: the one length of an API field that is counted so. */
const maxBodyBytes = 4000;

/** The body of a case comment is limited in bytes. */
export const caseCommentRules: ObjectRules = {
  derive: ({ row }) => {
    const body = row.get('CommentBody');
    if (typeof body !== 'string' || Buffer.byteLength(body) <= maxBodyBytes) return;
    const message = `Body: data value too large: ${body.slice(0, 80)} (max length=${maxBodyBytes})`;
    throw refuse('STRING_TOO_LONG', message, ['CommentBody']);
  },
};
