import { WireError } from '../line/wire-error.ts';

/** Something that lends bytes as they come; `undefined` at the end. */
export interface ByteReader {
  read(): Promise<Uint8Array | undefined>;
}

/** Status and headers of an HTTP/1.1 answer, and the bytes of the body that came along with them. */
export interface AnswerHead {
  readonly status: number;
  /** The x of HTTP/1.x. */
  readonly minorVersion: number;
  /** Names in lower case; several values of one name joined by `, `. Has no prototype. */
  readonly headers: Readonly<Record<string, string>>;
  /** Lent, like everything from the reader. */
  readonly rest: Uint8Array;
}

/** For the head and the interim ones before it together. */
const maxHeadBytes = 64 * 1024;
const blankLine = Buffer.from('\r\n\r\n');

/**
 * Reads the head of the next answer, skipping interim ones (1xx). At most 64 KiB.
 *
 * @throws WireError `ANSWER_CUT` when the line ends first, `NOT_HTTP` for something else than HTTP; the error of the
 *   reader
 */
export async function readAnswerHead(reader: ByteReader): Promise<AnswerHead> {
  let bytes: Buffer = Buffer.alloc(0);
  let bytesLeft = maxHeadBytes;
  for (;;) {
    const end = bytes.indexOf(blankLine);
    if ((end < 0 ? bytes.length : end) > bytesLeft) throw notHttp('the head of the answer does not end');
    if (end < 0) {
      // Kept by copy while it is incomplete; usually the first read holds it all and stays lent.
      const start = Buffer.from(bytes);
      const more = await reader.read();
      if (more === undefined) throw new WireError('ANSWER_CUT', 'the line closed before the answer');
      bytes =
        start.length === 0
          ? Buffer.from(more.buffer, more.byteOffset, more.length)
          : Buffer.concat([start, more]);
      continue;
    }
    const head = parseHead(bytes.toString('latin1', 0, end));
    const rest = bytes.subarray(end + blankLine.length);
    if (head.status >= 200) return { ...head, rest };
    if (head.status === 101) throw notHttp('the answer changes to another protocol');
    bytesLeft -= end + blankLine.length;
    bytes = rest;
  }
}

const statusLinePattern = /^HTTP\/1\.(?<minor>[01]) (?<status>[1-9]\d{2})(?: |$)/u;
// Whoever takes a space, a fold or a bare line end inside a header for something else reads another answer.
const namePattern = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/u;
// eslint-disable-next-line no-control-regex
const controlPattern = /[\u0000-\u0008\u000a-\u001f\u007f]/u;

function parseHead(text: string): Omit<AnswerHead, 'rest'> {
  const [statusLine = '', ...lines] = text.split('\r\n');
  const { minor, status } = statusLinePattern.exec(statusLine)?.groups ?? {};
  if (status === undefined) throw notHttp('the answer does not begin like HTTP/1.1');
  // Without a prototype, so that no name of a header means something to JavaScript.
  const headers = Object.create(null) as Record<string, string>;
  for (const line of lines) {
    const colon = line.indexOf(':');
    const name = line.slice(0, Math.max(colon, 0)).toLowerCase();
    const value = line.slice(colon + 1).replace(/^[ \t]+|[ \t]+$/gu, '');
    if (!namePattern.test(name) || controlPattern.test(value))
      throw notHttp('a header of the answer is none');
    headers[name] = headers[name] === undefined ? value : `${headers[name]}, ${value}`;
  }
  return { status: Number(status), minorVersion: Number(minor), headers };
}

function notHttp(message: string): WireError {
  return new WireError('NOT_HTTP', message);
}
