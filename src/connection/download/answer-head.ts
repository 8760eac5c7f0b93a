import type { LentReader } from './lent-reader.ts';
import { WireError } from './wire-error.ts';

/** Status and headers of an HTTP/1.1 answer, and the bytes of the body that came along with them. */
export interface AnswerHead {
  readonly status: number;
  /** Names in lower case; several values of one name joined by `, `. */
  readonly headers: Readonly<Record<string, string>>;
  /** Lent, like everything from the reader. */
  readonly rest: Uint8Array;
}

const maxHeadBytes = 64 * 1024;
const blankLine = Buffer.from('\r\n\r\n');

/**
 * Reads the head of the next answer, skipping interim ones (1xx).
 *
 * @throws WireError `ANSWER_CUT` when the line ends first, `NOT_HTTP` for something else than HTTP
 */
export async function readAnswerHead(reader: LentReader): Promise<AnswerHead> {
  let bytes: Buffer = Buffer.alloc(0);
  for (;;) {
    const end = bytes.indexOf(blankLine);
    if (end >= 0) {
      const head = parseHead(bytes.toString('latin1', 0, end));
      const rest = bytes.subarray(end + blankLine.length);
      if (head.status >= 200) return { ...head, rest };
      bytes = Buffer.from(rest);
      continue;
    }
    if (bytes.length > maxHeadBytes) throw new WireError('NOT_HTTP', 'the head of the answer does not end');
    const more = await reader.read();
    if (more === undefined) throw new WireError('ANSWER_CUT', 'the line closed before the answer');
    // Copied only while the head is incomplete; usually the first read holds it all and stays lent.
    bytes =
      bytes.length === 0
        ? Buffer.from(more.buffer, more.byteOffset, more.length)
        : Buffer.concat([bytes, more]);
    if (bytes.indexOf(blankLine) < 0) bytes = Buffer.from(bytes);
  }
}

function parseHead(text: string): Omit<AnswerHead, 'rest'> {
  const [statusLine = '', ...lines] = text.split('\r\n');
  const status = /^HTTP\/1\.[01] (?<status>\d{3})(?: |$)/.exec(statusLine)?.groups?.['status'];
  if (status === undefined) throw new WireError('NOT_HTTP', 'the answer does not begin like HTTP/1.1');
  const headers: Record<string, string> = {};
  for (const line of lines) {
    const colon = line.indexOf(':');
    if (colon <= 0) throw new WireError('NOT_HTTP', 'a header of the answer has no name');
    const name = line.slice(0, colon).toLowerCase();
    const value = line.slice(colon + 1).trim();
    headers[name] = headers[name] === undefined ? value : `${headers[name]}, ${value}`;
  }
  return { status: Number(status), headers };
}
