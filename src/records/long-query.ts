import { z } from 'zod';
import type { SalesforceConnection } from '../connection/salesforce-connection.ts';
import { classifySalesforceFailure } from '../errors/classify-salesforce-failure.ts';
import { ConnectorError } from '../errors/connector-error.ts';

/**
 * Bytes of an encoded query that go into an address. Salesforce takes 16,384 for address and headers together; the rest
 * is for the path, the session (which may be a JWT of some kilobytes) and what proxies add.
 */
const addressBytes = 12_000;

/** Characters that SOQL may have. */
const queryCharacters = 100_000;

/** @throws ConnectorError `query-too-long` */
export function requireQueryLength({ length }: string): void {
  if (length <= queryCharacters) return;
  throw new ConnectorError(
    'query-too-long',
    `The query has ${length} characters; SOQL may have ${queryCharacters}.`,
    {
      details: { length, limit: queryCharacters },
    },
  );
}

/** Whether a query can be asked with GET. */
export function fitsIntoAddress(soql: string): boolean {
  return soql.length <= addressBytes && encodeURIComponent(soql).length <= addressBytes;
}

/** Whether somebody on the way, or the org, found the address too long: 414, 431. */
export function isAddressTooLong(error: unknown): boolean {
  return (
    error instanceof ConnectorError && (error.details['status'] === 414 || error.details['status'] === 431)
  );
}

/** A query as a step of a composite call. */
export interface LongQuery {
  readonly path: 'query' | 'queryAll';
  readonly soql: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly signal: AbortSignal | undefined;
}

const answer = z.object({
  compositeResponse: z.tuple([z.object({ body: z.unknown(), httpStatusCode: z.number() })]),
});

/**
 * Asks for the first page of a query in the body of a composite call, where addresses may be long. One API call, as with
 * GET; further pages have short addresses of their own.
 *
 * @throws ConnectorError what the query would throw as a call of its own
 */
export async function queryByComposite(
  connection: SalesforceConnection,
  { path, soql, headers, signal }: LongQuery,
): Promise<{ readonly body: unknown; readonly byteLength: number }> {
  const url = `/services/data/v${connection.apiVersion}/${path}?q=${encodeURIComponent(soql)}`;
  const step = { method: 'GET', url, referenceId: 'query', httpHeaders: headers };
  const { body, byteLength } = await connection.rest.send({
    method: 'POST',
    path: 'composite',
    body: { json: { compositeRequest: [step] } },
    callClass: 'idempotent',
    signal,
  });
  const parsed = answer.safeParse(body);
  if (!parsed.success) {
    throw new ConnectorError(
      'unexpected-response',
      'The org did not answer the one step of a composite call.',
      {
        cause: parsed.error,
      },
    );
  }
  const [{ body: page, httpStatusCode: status }] = parsed.data.compositeResponse;
  if (status < 300) return { body: page, byteLength };
  throw classifySalesforceFailure({
    call: `GET ${path}`,
    isQuery: true,
    status,
    bodyText: JSON.stringify(page),
    redact: (text) => text,
  });
}
