import { redactSecrets } from '../../errors/redact-secrets.ts';
import { secretsOf } from '../options/connection-options.ts';
import { collectStart } from '../transport/answer-body.ts';
import type { LoginParts } from './login-parts.ts';
import { oauthFailure } from './oauth-failure.ts';
import { parseTokenAnswer, type TokenAnswer } from './token-answer.ts';

const maxAnswerBytes = 256 * 1024;
const call = 'OAuth login';

/** The fields of a form of the token endpoint that nobody may see. */
const secretFormFields: ReadonlySet<string> = new Set([
  'client_secret',
  'password',
  'refresh_token',
  'assertion',
]);

/** A form of the token endpoint. `undefined` leaves a field out. */
export type TokenForm = { readonly grant_type: string } & Readonly<Record<string, string | undefined>>;

/**
 * The one call of all OAuth logins: `POST /services/oauth2/token` at the login host, as a UTF-8 form (field lesson
 * E26), so that every character of a password arrives. Follows no redirect, repeats nothing.
 *
 * @throws ConnectorError one of the codes of `oauthFaultRules`, `oauth-login-refused`, `no-salesforce-host`,
 *   `login-redirected`, `unexpected-response`, or what the transport throws.
 *   No error holds a secret of the form or of the answer.
 */
export async function requestToken(parts: LoginParts, form: TokenForm): Promise<TokenAnswer> {
  const { transport, options, context } = parts;
  const fields = Object.entries(form).filter((field): field is [string, string] => field[1] !== undefined);
  const url = new URL(`${options.loginUrl}/services/oauth2/token`);
  const answer = await transport.exchange({
    isUrgent: true,
    method: 'POST',
    url,
    headers: { accept: 'application/json' },
    body: {
      contentType: 'application/x-www-form-urlencoded; charset=UTF-8',
      text: new URLSearchParams(fields).toString(),
    },
    call,
  });
  const { status, headers } = answer;
  const text = (await collectStart(answer.body, maxAnswerBytes)).toString('utf8');
  const token = status === 200 ? parseTokenAnswer(text) : undefined;
  if (token !== undefined) {
    context.logger.debug('Token granted', { scope: token.scope, issuedAtMs: token.issuedAtMs });
    return token;
  }
  const sent = fields.filter(([name]) => secretFormFields.has(name)).map(([, value]) => value);
  const redact = (shown: string): string => redactSecrets(shown, [...sent, ...secretsOf(options)]);
  throw oauthFailure({ call, url, status, headers, text, redact, options, nowMs: context.clock.now() });
}
