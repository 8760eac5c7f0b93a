import type { RunContext } from '../../contract/run-context.ts';
import { classifySalesforceFailure } from '../../errors/classify-salesforce-failure.ts';
import type { ConnectorError } from '../../errors/connector-error.ts';
import { FailureClass, failureClassOf } from '../../errors/failure-class.ts';
import { redactSecrets } from '../../errors/redact-secrets.ts';
import { parseSalesforceErrors } from '../../errors/salesforce-error-item.ts';
import type { OrgSession } from '../session/org-session.ts';
import { readRefusal } from '../transport/refusal-body.ts';
import type { TransportAnswer } from '../transport/transport.ts';
import type { ApiUsage } from './api-usage.ts';
import { isRedirect, redirected, webPage } from './foreign-answer.ts';
import { describeCall, isQueryCall } from './request-url.ts';
import type { RestRequest } from './rest-client.ts';
import { retryAfterOf } from './retry-after.ts';

const limits = { maxBytes: 64 * 1024, withinMs: 10_000 };

/** A call, and an answer that is not what was asked for. */
export interface RefusedCall {
  readonly request: RestRequest;
  readonly answer: TransportAnswer;
  readonly session: OrgSession;
}

/** What belongs to the connection. */
export interface RefusalParts {
  readonly context: RunContext;
  readonly usage: ApiUsage;
  /** Strings that errors must not hold; the session's own is added. */
  readonly secrets: readonly string[];
}

/** What an answer that is no success says. */
export interface Refusal {
  readonly error: ConnectorError;
  /** The org's own codes; none where the answer is not from the API of an org. */
  readonly errorCodes: readonly string[];
}

/** Whether a status claims success. */
export function isSuccess(status: number): boolean {
  return (status >= 200 && status < 300) || status === 304;
}

/** Reads an answer that is no success, or a web page in the place of one, and says what it means. */
export async function readRefusedCall(refused: RefusedCall, parts: RefusalParts): Promise<Refusal> {
  const { request, answer, session } = refused;
  const { status, headers } = answer;
  const bodyText = (await readRefusal(answer.body, limits)).toString('utf8');
  const redact = (text: string): string => redactSecrets(text, [session.accessToken, ...parts.secrets]);
  const call = describeCall(request);
  const foreign = { call, url: session.instanceUrl, status, headers };
  if (isRedirect(status)) return { error: redirected(foreign), errorCodes: [] };
  if (isSuccess(status)) return { error: webPage(foreign, bodyText, redact), errorCodes: [] };
  const retryAfterMs = retryAfterOf(headers, parts.context.clock.now());
  const error = classifySalesforceFailure({
    call,
    isQuery: isQueryCall(request),
    status,
    bodyText,
    redact,
    retryAfterMs,
  });
  return {
    error: withCounts(error, parts.usage),
    errorCodes: parseSalesforceErrors(bodyText).map(({ errorCode }) => errorCode),
  };
}

/** At the end of the day's calls: how many there were, of the org and of this client, whichever has run out. */
function withCounts(error: ConnectorError, { dailyCalls, appCalls }: ApiUsage): ConnectorError {
  if (failureClassOf(error) !== FailureClass.dailyLimit) return error;
  return error.withDetails({ ...dailyCalls, ...(appCalls === undefined ? {} : { app: appCalls }) });
}
