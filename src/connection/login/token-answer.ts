import { z } from 'zod';
import { ConnectorError } from '../../errors/connector-error.ts';
import { FailureClass } from '../../errors/failure-class.ts';
import type { ResolvedConnectionOptions } from '../options/connection-options.ts';
import { isLoopback } from '../options/server-host.ts';
import type { OrgSession } from '../session/org-session.ts';

// What is odd counts as missing. A new refresh token must not be lost because something beside it cannot be read.
const text = z.string().min(1).optional().catch(undefined);

const tokenAnswer = z
  .object({
    access_token: text,
    refresh_token: text,
    instance_url: text,
    id: text,
    issued_at: z.string().regex(/^\d+$/u).transform(Number).optional().catch(undefined),
    scope: text,
    error: z.never().optional(),
  })
  .transform((answer) => ({
    accessToken: answer.access_token,
    refreshToken: answer.refresh_token,
    instanceUrl: answer.instance_url,
    identityUrl: answer.id,
    issuedAtMs: answer.issued_at,
    scope: answer.scope,
  }));

/** An answer of the token endpoint that is no refusal; `undefined` is what it did not say. Holds secrets. */
export type TokenAnswer = Readonly<z.output<typeof tokenAnswer>>;

/** Reads an answer of the token endpoint; `undefined` when it is no JSON object, or one that tells of an error. */
export function parseTokenAnswer(bodyText: string): TokenAnswer | undefined {
  try {
    return tokenAnswer.safeParse(JSON.parse(bodyText)).data;
  } catch {
    return undefined;
  }
}

/**
 * The session that an answer gives. Each answer says anew on which host the org is (field lesson C19).
 *
 * @throws ConnectorError `unexpected-response` without a token or an address; `insecure-host` when the address would
 *   carry the token in clear
 */
export function sessionOfToken(answer: TokenAnswer, options: ResolvedConnectionOptions): OrgSession {
  const { accessToken, instanceUrl, identityUrl } = answer;
  const url = instanceUrl === undefined ? null : URL.parse(instanceUrl);
  // Whatever else there is in a token cannot travel in a header.
  if (accessToken === undefined || !/^[!-~]+$/u.test(accessToken) || url === null) throw noToken();
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && mayGoInClear(url, options))) {
    throw new ConnectorError('insecure-host', 'The login names an instance address without TLS.', {
      details: { host: url.host, failure: FailureClass.refused, fields: ['serverHost'] },
    });
  }
  return {
    ...identityOfToken(identityUrl),
    accessToken,
    instanceUrl: new URL(url.origin),
    userInfo: undefined,
  };
}

/** What is thrown for an answer that claims success and gives no session. */
export function noToken(): ConnectorError {
  return new ConnectorError('unexpected-response', 'The answer to the OAuth login holds no access token.', {
    details: { call: 'OAuth login', failure: FailureClass.unreadable, fields: ['serverHost'] },
    nextSteps: [
      'Check that `serverHost` is the login host of an org, and that no proxy answers in its place.',
    ],
  });
}

function mayGoInClear(url: URL, { allowInsecureHttp }: ResolvedConnectionOptions): boolean {
  return allowInsecureHttp || isLoopback(url);
}

/** `https://login.salesforce.com/id/ORG/USER`: the host tells production from sandbox, where it is a standard one. */
function identityOfToken(
  identityUrl: string | undefined,
): Pick<OrgSession, 'organizationId' | 'userId' | 'sandbox'> {
  const url = identityUrl === undefined ? null : URL.parse(identityUrl);
  const [, organizationId, userId] =
    /\/id\/(00D[A-Za-z0-9]{12,15})\/(005[A-Za-z0-9]{12,15})$/u.exec(url?.pathname ?? '') ?? [];
  const kinds: Readonly<Record<string, boolean>> = {
    'login.salesforce.com': false,
    'test.salesforce.com': true,
  };
  return { organizationId, userId, sandbox: kinds[url?.hostname ?? ''] };
}
