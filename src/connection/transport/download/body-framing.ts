import type { AnswerHead } from './answer-head.ts';
import { WireError } from '../line/wire-error.ts';

/** How the end of a body is found (RFC 9112 §6.3). */
export type BodyFraming =
  | { readonly kind: 'sized'; readonly byteLength: number }
  | { readonly kind: 'chunked' }
  /** Up to the end of the line. */
  | { readonly kind: 'unsized' };

/**
 * Reads the framing of the answer to a GET from its head. Stricter than it has to be: a head that two readers could
 * understand differently belongs to no answer of an org.
 *
 * @throws WireError `NOT_HTTP` for both framings at once, a content-length that is not one number, and a
 *   transfer-encoding other than `chunked` (no other was asked for)
 */
export function parseBodyFraming({ status, minorVersion, headers }: Omit<AnswerHead, 'rest'>): BodyFraming {
  const encoding = headers['transfer-encoding'];
  const length = headers['content-length'];
  if (status === 204 || status === 304) return { kind: 'sized', byteLength: 0 };
  if (encoding !== undefined) {
    if (encoding.toLowerCase() !== 'chunked' || minorVersion === 0) throw unclear('transfer-encoding');
    if (length !== undefined) throw unclear('transfer-encoding and content-length together');
    return { kind: 'chunked' };
  }
  if (length === undefined) return { kind: 'unsized' };
  const byteLength = /^\d+$/u.test(length) ? Number(length) : NaN;
  if (!Number.isSafeInteger(byteLength)) throw unclear('content-length');
  return { kind: 'sized', byteLength };
}

/** Whether the other end means to keep the line after this answer. */
export function keepsLine(head: Omit<AnswerHead, 'rest'>, framing: BodyFraming): boolean {
  const options = head.headers['connection']?.toLowerCase().split(/[ \t]*,[ \t]*/u) ?? [];
  return framing.kind !== 'unsized' && head.minorVersion === 1 && !options.includes('close');
}

function unclear(what: string): WireError {
  return new WireError('NOT_HTTP', `the answer has no clear end: ${what}`);
}
