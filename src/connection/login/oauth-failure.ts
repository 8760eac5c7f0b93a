import { classifySalesforceFailure } from '../../errors/classify-salesforce-failure.ts';
import { ConnectorError } from '../../errors/connector-error.ts';
import { parseSalesforceErrors } from '../../errors/salesforce-error-item.ts';
import { authenticationSchema } from '../options/authentication-schema.ts';
import type { ResolvedConnectionOptions } from '../options/connection-options.ts';
import { fieldUse } from '../options/field-rules.ts';
import { parseRetryAfter } from '../rest/retry-after.ts';
import { oauthFaultOf, pageFault, type OAuthFault } from './oauth-faults.ts';

/** An answer of the token endpoint that gives no token. */
export interface RefusedLogin {
  readonly call: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Free of secrets. */
  readonly bodyText: string;
  readonly options: ResolvedConnectionOptions;
  /** This machine's time, to be compared with the org's. */
  readonly nowMs: number;
}

/** Below this the difference of two clocks explains nothing. */
const worthMentioningMs = 60_000;

/**
 * The one error for a login that was not granted; `undefined` for an answer of status 200 that is no refusal either.
 * `details` holds `call`, `status`, `errors` in the org's own words, `failure` and `fields`: the paths of the fields
 * to correct, most likely first, as far as this way of logging in has them.
 */
export function oauthFailure(refused: RefusedLogin): ConnectorError | undefined {
  const { call, status, headers, bodyText, options } = refused;
  const errors = parseSalesforceErrors(bodyText).filter(({ errorCode }) => errorCode !== '');
  const [item] = errors;
  const retryAfterMs = parseRetryAfter(headers['retry-after']);
  if (item === undefined) {
    if (status === 200 && !/^\s*</u.test(bodyText)) return undefined;
    const fault = pageFault(status);
    if (fault !== undefined) return toError(fault, refused, { errors, words: `status ${status}` });
    const answer = { call, isQuery: false, status, bodyText, retryAfterMs };
    return classifySalesforceFailure(answer).withDetails({ fields: ['serverHost'] });
  }
  const words = [item.errorCode, item.message.slice(0, 200)].filter(Boolean).join(': ');
  return toError(oauthFaultOf(item.errorCode, item.message, options.authentication.type), refused, {
    errors,
    words,
  });
}

function toError(
  fault: OAuthFault,
  { call, status, headers, options, nowMs }: RefusedLogin,
  { errors, words }: { readonly errors: readonly unknown[]; readonly words: string },
): ConnectorError {
  const retryAfterMs = parseRetryAfter(headers['retry-after']);
  const clockSteps = fault.dependsOnClock === true ? clockAdvice(headers['date'], nowMs) : [];
  const fields = fault.fields.filter((path) => hasField(options, path));
  return new ConnectorError(fault.code, `${fault.message} (${words}).`, {
    details: { call, status, errors, failure: fault.failure, fields },
    nextSteps: [...clockSteps, ...(fault.nextSteps ?? [])],
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  });
}

function clockAdvice(dateOfAnswer: string | undefined, nowMs: number): readonly string[] {
  const aheadMs = nowMs - Date.parse(dateOfAnswer ?? '');
  if (!(Math.abs(aheadMs) >= worthMentioningMs)) return [];
  const seconds = Math.round(Math.abs(aheadMs) / 1000);
  return [
    `Set the clock of this machine: it is ${seconds} seconds ${aheadMs > 0 ? 'ahead of' : 'behind'} that of the org.`,
  ];
}

const ownFields: ReadonlyMap<string, readonly string[]> = new Map(
  authenticationSchema.options.map(({ shape }) => [shape.type.value, Object.keys(shape)]),
);

/** Whether the way of logging in of this connection uses the field; of a key in two places, the place that is used. */
function hasField({ authentication }: ResolvedConnectionOptions, path: string): boolean {
  const { username, password } = fieldUse[authentication.type];
  if (path === 'username') return username;
  if (path === 'password' || path === 'securityToken') return password;
  const name = /^authentication\.(.+)$/u.exec(path)?.[1];
  if (name === undefined) return true;
  if (name.startsWith('privateKey')) return Object.hasOwn(authentication, name);
  return ownFields.get(authentication.type)?.includes(name) === true;
}
