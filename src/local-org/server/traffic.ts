import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { RequestLog } from './request-log.ts';

/** What an org was asked for since it started. Bytes are counted on the sockets, headers included. */
export interface Activity {
  /** HTTP requests of any kind. */
  readonly requests: number;
  /** Login attempts, SOAP and OAuth, refused ones included. */
  readonly logins: number;
  /** Calls that count against the daily API limit. */
  readonly apiCalls: number;
  readonly bytesReceived: number;
  readonly bytesSent: number;
}

/** Counts what passes through the server. */
export class Traffic {
  readonly #log: RequestLog;
  readonly #openSockets = new Set<Socket>();
  #requests = 0;
  #logins = 0;
  #apiCalls = 0;
  #closedReceived = 0;
  #closedSent = 0;

  constructor(log: RequestLog) {
    this.#log = log;
  }

  watch(socket: Socket): void {
    this.#openSockets.add(socket);
    socket.once('close', () => {
      this.#openSockets.delete(socket);
      this.#closedReceived += socket.bytesRead;
      this.#closedSent += socket.bytesWritten;
    });
  }

  countRequest(incoming: IncomingMessage, outgoing: ServerResponse): void {
    this.#requests += 1;
    this.#log.begin(incoming, outgoing);
  }

  countLogin(): void {
    this.#logins += 1;
  }

  countApiCall(): void {
    this.#apiCalls += 1;
  }

  /** Counts from zero again, and forgets the requests. */
  reset(): void {
    this.#requests = 0;
    this.#logins = 0;
    this.#apiCalls = 0;
    const { bytesReceived, bytesSent } = this.activity();
    this.#closedReceived -= bytesReceived;
    this.#closedSent -= bytesSent;
    this.#log.clear();
  }

  get apiCalls(): number {
    return this.#apiCalls;
  }

  activity(): Activity {
    let bytesReceived = this.#closedReceived;
    let bytesSent = this.#closedSent;
    for (const socket of this.#openSockets) {
      bytesReceived += socket.bytesRead;
      bytesSent += socket.bytesWritten;
    }
    return {
      requests: this.#requests,
      logins: this.#logins,
      apiCalls: this.#apiCalls,
      bytesReceived,
      bytesSent,
    };
  }
}
