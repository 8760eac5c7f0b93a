import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { constants, createGzip, gzipSync } from 'node:zlib';
import { cutter } from './cutter.ts';
import type { OrgResponse, ResponseBody } from './org-response.ts';

/** Below this size, in bytes, compressing costs more than it saves. */
const minGzipBytes = 512;

const gzipOptions = { level: constants.Z_BEST_SPEED };

/**
 * Writes an answer with the headers that all answers of an org carry. Resolves when the last byte was handed to
 * the socket; rejects, with the connection cut, when the body's source fails or the client goes away.
 */
export async function writeResponse(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  response: OrgResponse,
): Promise<void> {
  outgoing.statusCode = response.status;
  outgoing.setHeader('Server', 'sfdcedge');
  outgoing.setHeader('Cache-Control', 'no-cache,must-revalidate,max-age=0,no-store,private');
  outgoing.setHeader('Vary', 'Accept-Encoding');
  outgoing.setHeader('X-Sfdc-Request-Id', randomBytes(16).toString('hex'));
  for (const [name, value] of Object.entries(response.headers ?? {})) outgoing.setHeader(name, value);
  if (response.body !== undefined) outgoing.setHeader('Content-Type', response.body.contentType);
  const { setHeaders = {}, dropHeaders = [], cutAfterBytes } = response.wire ?? {};
  for (const [name, value] of Object.entries(setHeaders)) outgoing.setHeader(name, value);
  for (const name of dropHeaders) outgoing.removeHeader(name);
  if (response.body === undefined) {
    outgoing.end();
    return;
  }
  await writeBody(outgoing, response.body, { gzip: acceptsGzip(incoming), cutAfterBytes });
}

interface BodyOptions {
  readonly gzip: boolean;
  readonly cutAfterBytes: number | undefined;
}

async function writeBody(
  outgoing: ServerResponse,
  body: ResponseBody,
  { gzip, cutAfterBytes }: BodyOptions,
): Promise<void> {
  if (body.kind === 'text') {
    const plain = Buffer.from(body.text, 'utf8');
    const compress = gzip && plain.byteLength >= minGzipBytes;
    const bytes = compress ? gzipSync(plain, gzipOptions) : plain;
    if (compress) outgoing.setHeader('Content-Encoding', 'gzip');
    outgoing.setHeader('Content-Length', bytes.byteLength);
    if (cutAfterBytes !== undefined)
      return pipeline(Readable.from([bytes]), cutter(outgoing, cutAfterBytes), outgoing);
    outgoing.end(bytes);
    return;
  }
  const cut = cutAfterBytes === undefined ? [] : [cutter(outgoing, cutAfterBytes)];
  const source = Readable.from(body.chunks, { objectMode: false });
  if (!gzip) return pipeline([source, ...cut, outgoing]);
  outgoing.setHeader('Content-Encoding', 'gzip');
  return pipeline([source, createGzip(gzipOptions), ...cut, outgoing]);
}

function acceptsGzip(incoming: IncomingMessage): boolean {
  const accepted = incoming.headers['accept-encoding'];
  return accepted !== undefined && /\bgzip\b(?!\s*;\s*q=0(?:\.0+)?\s*(?:,|$))/i.test(accepted);
}
