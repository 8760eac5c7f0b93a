import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { URL } from 'node:url';

/** How a gateway treats a request: hands it on, or fails in one of these ways. */
export type GatewayFault = 'none' | 'unauthorized' | 'lost-answer' | 'echo-page';

/** A door in front of an org that sees everything that goes in and out. */
export interface RecordingGateway extends AsyncDisposable {
  readonly url: string;
  /** Session ids and refresh tokens that the org has handed out through here, by a name. */
  readonly handedOut: Readonly<Record<string, string>>;
  /** All requests as they came: head and body. */
  readonly received: readonly Buffer[];
}

/** What is to go wrong. */
export interface GatewayOptions {
  readonly logins?: GatewayFault;
  readonly calls?: GatewayFault;
}

const issued = /<sessionId>([^<]+)<|"(?:access_token|refresh_token)"\s*:\s*"([^"]+)"/gu;

/** Opens a {@link RecordingGateway} on a free loopback port. Its answers are those of the org, faults aside. */
export async function startGateway(orgUrl: string, options: GatewayOptions = {}): Promise<RecordingGateway> {
  const handedOut: Record<string, string> = {};
  const received: Buffer[] = [];
  const server = createServer((incoming, outgoing) => {
    void pass(incoming, outgoing).catch(() => outgoing.destroy());
  });

  const pass = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const body = await buffer(incoming);
    const head = `${incoming.method ?? ''} ${incoming.url ?? ''}\n${incoming.rawHeaders.join('\n')}\n\n`;
    const whole = Buffer.concat([Buffer.from(head), body]);
    received.push(whole);
    const isLogin = /^\/services\/(?:Soap\/u|oauth2)\//u.test(incoming.url ?? '');
    const fault = (isLogin ? options.logins : options.calls) ?? 'none';
    if (fault === 'unauthorized') {
      // Says back what it got, as `missing session key` does.
      const message = `Session expired or invalid: ${incoming.headers.authorization ?? ''}`;
      outgoing.writeHead(401, { 'content-type': 'application/json' });
      outgoing.end(JSON.stringify([{ errorCode: 'INVALID_SESSION_ID', message }]));
    } else if (fault === 'lost-answer') {
      incoming.socket.resetAndDestroy();
    } else if (fault === 'echo-page') {
      outgoing.writeHead(503, { 'content-type': 'text/html; charset=utf-8' });
      outgoing.end(
        `<html><head><title>503 ${whole.toString()}</title></head><body>${whole.toString()}</body></html>`,
      );
    } else {
      const answer = await handOn(orgUrl, incoming, body);
      const content = await buffer(answer);
      for (const [, session, token] of content.toString().matchAll(issued)) {
        handedOut[`handed out ${Object.keys(handedOut).length + 1}`] = session ?? token ?? '';
      }
      const { 'transfer-encoding': _, connection: __, ...headers } = answer.headers;
      const length =
        answer.statusCode === 204 || answer.statusCode === 304 ? {} : { 'content-length': content.length };
      outgoing.writeHead(answer.statusCode ?? 500, { ...headers, ...length });
      outgoing.end(content);
    }
  };

  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    handedOut,
    received,
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

/** The `Host` header stays, so that the org gives addresses that lead through here again. */
function handOn(orgUrl: string, incoming: IncomingMessage, body: Buffer): Promise<IncomingMessage> {
  const { hostname, port } = new URL(orgUrl);
  const { 'transfer-encoding': _, ...headers } = incoming.headers;
  return new Promise((resolve, reject) => {
    const outgoing = request(
      {
        hostname,
        port,
        method: incoming.method,
        path: incoming.url,
        headers: { ...headers, 'content-length': body.length },
      },
      resolve,
    );
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}
