import type { RunContext } from '../../contract/run-context.ts';
import { ConnectorError } from '../../errors/connector-error.ts';
import { FailureClass, failureClassOf, neverSent } from '../../errors/failure-class.ts';
import { BodyBuffers } from '../transport/body-buffers.ts';
import type { ApiUsage } from './api-usage.ts';
import type { AdmittedCall, CallReserve } from './call-reserve.ts';
import { parseLimitInfo } from './limit-info.ts';
import type { OrgSession } from '../session/org-session.ts';
import { isWebPage } from './foreign-answer.ts';
import { isSuccess, readRefusedCall, type RefusedCall } from './refused-call.ts';
import { describeCall, requestUrl } from './request-url.ts';
import type { RestAnswer, RestByteAnswer, RestClient, RestRequest } from './rest-client.ts';
import { runWithRetries } from './retry-loop.ts';
import type { Session } from '../session/session.ts';
import type { Transport, TransportAnswer, TransportRequest } from '../transport/transport.ts';

const maxJsonBytes = 64 * 1024 * 1024;

/** What a {@link SalesforceRestClient} works with; all of one connection. */
export interface RestClientParts {
  readonly context: RunContext;
  readonly transport: Transport;
  readonly session: Session;
  readonly usage: ApiUsage;
  readonly reserve: CallReserve;
  readonly apiVersion: string;
  readonly clientName: string;
  /** Whether answers may come compressed. Worth its CPU on every line but the loopback one. */
  readonly acceptGzip: boolean;
  /** Strings that errors must not hold. */
  readonly secrets: readonly string[];
  /** Told the org's codes of every refusal, also of one that is repeated. */
  readonly onRefusal?: (errorCodes: readonly string[]) => void;
  /** Milliseconds after the first attempt of a call from which on no other one is begun. */
  readonly retryDeadlineMs: number;
}

/** One of the two ways of the transport to send a request. */
type Send = (request: TransportRequest) => Promise<TransportAnswer>;

/** What one attempt works with. */
interface Exchange {
  /** The session to send it under, asked for when its turn has come. */
  readonly latest: () => OrgSession;
  readonly send: Send;
  readonly admitted: AdmittedCall;
}

/** {@link RestClient} over one transport and one session. */
export class SalesforceRestClient implements RestClient {
  readonly #parts: RestClientParts;
  readonly #buffers = new BodyBuffers();

  constructor(parts: RestClientParts) {
    this.#parts = parts;
  }

  send(request: RestRequest): Promise<RestAnswer> {
    const { transport } = this.#parts;
    return this.#run(
      request,
      ({ status, headers, body }, isOutcomeOpen) =>
        this.#buffers.collect(body, maxJsonBytes, (bytes) => {
          const parsed = parseJson(bytes, describeCall(request), status);
          const answer = { status, headers, body: parsed, byteLength: bytes.byteLength };
          return isOutcomeOpen ? { ...answer, followsLostAnswer: true } : answer;
        }),
      // Pages of a query are many: lent chunks leave nothing behind.
      request.method === 'GET' ? (ready) => transport.carry(ready) : undefined,
    );
  }

  stream(request: RestRequest): Promise<RestByteAnswer> {
    return this.#run(request, (answer) => Promise.resolve(answer));
  }

  carry(request: RestRequest): Promise<RestByteAnswer> {
    const { transport } = this.#parts;
    return this.#run(
      request,
      (answer) => Promise.resolve(answer),
      (ready) => transport.carry(ready),
    );
  }

  async #run<T>(
    request: RestRequest,
    read: (answer: TransportAnswer, isOutcomeOpen: boolean) => Promise<T>,
    send: Send = (ready) => this.#parts.transport.exchange(ready),
  ): Promise<T> {
    const { context, session, transport, retryDeadlineMs } = this.#parts;
    const signal = request.signal;
    const waitSignal = (): AbortSignal =>
      signal === undefined ? transport.closing : AbortSignal.any([signal, transport.closing]);
    // Outside of the attempts: a failed login has been repeated already, and says nothing about this call's outcome.
    let used = await session.current(signal);
    return await runWithRetries(context, {
      callClass: request.callClass,
      call: describeCall(request),
      deadlineMs: retryDeadlineMs,
      waitSignal,
      attempt: async (isOutcomeOpen) => {
        const admitted = await this.#parts.reserve.admit(waitSignal);
        // It may wait for its turn while others wear the session out (field lesson C4).
        const latest = (): OrgSession => {
          used = session.latest(used);
          return used;
        };
        const answer = await this.#exchange(request, { latest, send, admitted });
        if (!isSuccess(answer.status) || isWebPage(answer.headers))
          throw await this.#refusal({ request, answer, session: used });
        answer.pace.taken();
        session.confirm(used);
        return await read(answer, isOutcomeOpen);
      },
      renewSession: async () => {
        used = await session.renew(used, signal);
      },
    });
  }

  async #exchange(request: RestRequest, { latest, send, admitted }: Exchange): Promise<TransportAnswer> {
    const { usage, apiVersion, clientName, acceptGzip } = this.#parts;
    try {
      const address = inTime(latest, ({ instanceUrl, accessToken }) => ({
        url: requestUrl(instanceUrl, apiVersion, request),
        headers: {
          accept: 'application/json',
          ...(acceptGzip ? { 'accept-encoding': 'gzip' } : {}),
          'user-agent': 'service-cloud-connector',
          'sforce-call-options': `client=${clientName}`,
          ...lowerCaseNames(request.headers),
          authorization: `Bearer ${accessToken}`,
        },
      }));
      const answer = await send({
        method: request.method,
        get url() {
          return address().url;
        },
        get headers() {
          return address().headers;
        },
        body: request.body,
        call: describeCall(request),
        signal: request.signal,
      });
      usage.countCall();
      admitted.end(parseLimitInfo(answer.headers['sforce-limit-info']).daily);
      return answer;
    } catch (error) {
      if (failureClassOf(error) === FailureClass.answerLost) usage.countCall();
      if (neverSent.has(failureClassOf(error))) admitted.endUnsent();
      else admitted.end(undefined);
      throw error;
    }
  }

  async #refusal(refused: RefusedCall): Promise<ConnectorError> {
    const { error, errorCodes } = await readRefusedCall(refused, this.#parts);
    const failure = failureClassOf(error);
    if (failure === FailureClass.busy) refused.answer.pace.tooMany();
    if (errorCodes.length > 0) {
      if (tookTheSession.has(failure)) this.#parts.session.confirm(refused.session);
      this.#parts.onRefusal?.(errorCodes);
    }
    return error;
  }
}

/** Made of the session that is in use when somebody first asks; the same from then on. */
function inTime<T extends object>(latest: () => OrgSession, make: (session: OrgSession) => T): () => T {
  let made: T | undefined;
  return () => (made ??= make(latest()));
}

/** Refusals that show that the session itself is fine. */
const tookTheSession: ReadonlySet<FailureClass> = new Set([
  FailureClass.refused,
  FailureClass.tooLarge,
  FailureClass.ranTooLong,
]);

function parseJson(bytes: Buffer, call: string, status: number): unknown {
  if (bytes.byteLength === 0) return undefined;
  try {
    return JSON.parse(bytes.toString('utf8')) as unknown;
  } catch {
    throw new ConnectorError('unexpected-response', `The answer to ${call} is not JSON.`, {
      details: { call, status, failure: FailureClass.unreadable },
    });
  }
}

function lowerCaseNames(headers: Readonly<Record<string, string>> | undefined): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]),
  );
}
