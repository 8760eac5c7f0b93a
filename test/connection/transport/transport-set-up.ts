import {
  Transport,
  type TransportOptions,
  type TransportRequest,
} from '../../../src/connection/transport/transport.ts';
import { startScriptedServer, type Script, type ScriptedServer } from '../../support/scripted-server.ts';

/** A transport and a server for it to talk to. */
export interface TransportSetUp extends AsyncDisposable {
  readonly server: ScriptedServer;
  readonly transport: Transport;
  /** A GET of the server's root. */
  readonly request: TransportRequest;
}

/** Starts a server that answers as the script says, and makes a transport with short timeouts. */
export async function setUpTransport(
  script: Script,
  options: Partial<TransportOptions> = {},
): Promise<TransportSetUp> {
  const server = await startScriptedServer(script);
  const transport = new Transport({
    connectTimeoutMs: 2000,
    answerTimeoutMs: 2000,
    idleTimeoutMs: 2000,
    maxConcurrentRequests: 10,
    ...options,
  });
  const request: TransportRequest = {
    method: 'GET',
    url: new URL(server.origin),
    headers: {},
    call: 'GET it',
  };
  return {
    server,
    transport,
    request,
    async [Symbol.asyncDispose]() {
      await transport.close();
      await server[Symbol.asyncDispose]();
    },
  };
}
