import { connect } from 'node:net';
import type { LocalOrg } from '../../../src/local-org/index.ts';

/** What came back over a socket, and how the connection ended. */
export interface RawAnswer {
  readonly text: string;
  /** `ECONNRESET` after a reset; undefined for an orderly end. */
  readonly errorCode: string | undefined;
}

/** Sends bytes as they are and reads until the connection ends. */
export async function sendRaw(org: Pick<LocalOrg, 'url'>, bytes: string | Buffer): Promise<RawAnswer> {
  const { hostname, port } = new URL(org.url);
  const socket = connect(Number(port), hostname);
  const chunks: Buffer[] = [];
  let errorCode: string | undefined;
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  socket.on('error', (error: NodeJS.ErrnoException) => (errorCode = error.code));
  socket.write(bytes);
  await new Promise((resolve) => socket.once('close', resolve));
  return { text: Buffer.concat(chunks).toString('latin1'), errorCode };
}

/** A request in text; `Connection: close` so that the answer ends. */
export function requestText(
  method: string,
  path: string,
  { body = '', headers = {} }: { body?: string; headers?: Record<string, string> } = {},
): string {
  const lines = Object.entries({ Host: 'localhost', Connection: 'close', ...headers }).map(
    ([name, value]) => `${name}: ${value}\r\n`,
  );
  const length = body === '' ? '' : `Content-Length: ${Buffer.byteLength(body)}\r\n`;
  return `${method} ${path} HTTP/1.1\r\n${lines.join('')}${length}\r\n${body}`;
}

/** Request text under `/services/data/v67.0` with a session. */
export function callText(
  sessionId: string,
  method: string,
  path: string,
  options: { body?: string; headers?: Record<string, string> } = {},
): string {
  const headers = {
    Authorization: `Bearer ${sessionId}`,
    'Content-Type': 'application/json',
    ...options.headers,
  };
  return requestText(method, `/services/data/v67.0${path}`, { ...options, headers });
}
