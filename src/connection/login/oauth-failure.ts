import { ConnectorError } from '../../errors/connector-error.ts';
import {
  parseSalesforceErrors,
  redactErrorItem,
  type SalesforceErrorItem,
} from '../../errors/salesforce-error-item.ts';
import { authenticationSchema } from '../options/authentication-schema.ts';
import type { ResolvedConnectionOptions } from '../options/connection-options.ts';
import { fieldUse } from '../options/field-rules.ts';
import { retryAfterOf } from '../rest/retry-after.ts';
import { oauthFaultOf } from './oauth-faults.ts';
import { pageRefusal, type RefusedLogin } from './page-refusal.ts';
import { noToken } from './token-answer.ts';

/** An answer of the token endpoint that gives no token, and who asked. */
export interface RefusedOAuthLogin extends RefusedLogin {
  readonly options: ResolvedConnectionOptions;
  /** This machine's time, to be compared with the org's. Milliseconds since 1970. */
  readonly nowMs: number;
}

/** Below this the difference of two clocks explains nothing. */
const worthMentioningMs = 60_000;

const maxWords = 200;

/**
 * The one error for a login that was not granted. `details` holds `call`, `status`, `errors` in the org's own words,
 * `failure` and `fields`: the paths of the fields to correct, most likely first, as far as this way of logging in has
 * them.
 */
export function oauthFailure(refused: RefusedOAuthLogin): ConnectorError {
  const { status, text, redact } = refused;
  const errors = parseSalesforceErrors(text)
    .filter(({ errorCode }) => errorCode !== '')
    // Only now, when \u00e4 and its like are resolved, does a secret look like itself.
    .map((item) => redactErrorItem(item, redact));
  const [first] = errors;
  if (first !== undefined) return faultError(refused, errors, first);
  return status === 200 && !/^\s*</u.test(text) ? noToken() : pageRefusal(refused);
}

function faultError(
  { call, status, headers, options, nowMs }: RefusedOAuthLogin,
  errors: readonly SalesforceErrorItem[],
  { errorCode, message }: SalesforceErrorItem,
): ConnectorError {
  const fault = oauthFaultOf(errorCode, message, options.authentication.type);
  const words = [errorCode, message.slice(0, maxWords)].filter(Boolean).join(': ');
  const retryAfterMs = retryAfterOf(headers) ?? fault.retryAfterMs;
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

/** Whether the way of logging in of this connection uses the field; of two places for a key, the one that is used. */
function hasField({ authentication }: ResolvedConnectionOptions, path: string): boolean {
  const { username, password } = fieldUse[authentication.type];
  if (path === 'username') return username;
  if (path === 'password' || path === 'securityToken') return password;
  const name = /^authentication\.(.+)$/u.exec(path)?.[1];
  if (name === undefined) return true;
  if (name.startsWith('privateKey')) return Object.hasOwn(authentication, name);
  return ownFields.get(authentication.type)?.includes(name) === true;
}
