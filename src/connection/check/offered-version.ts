import { z } from 'zod';
import { ConnectorError } from '../../errors/connector-error.ts';
import type { ResolvedConnectionOptions } from '../options/connection-options.ts';
import type { RestClient } from '../rest/rest-client.ts';

const versions = z.array(z.object({ version: z.string().regex(/^\d+\.\d$/u) })).min(1);

/** The same error with the newest version that the org offers, if it says so (`GET /services/data`). */
export async function withOfferedVersion(
  error: ConnectorError,
  parts: {
    readonly rest: RestClient;
    readonly options: ResolvedConnectionOptions;
    readonly signal: AbortSignal | undefined;
  },
): Promise<ConnectorError> {
  const newest = await newestVersion(parts.rest, parts.signal);
  if (newest === undefined) return error;
  const { apiVersion } = parts.options;
  return new ConnectorError(
    'api-version-unsupported',
    `The org does not offer API version ${apiVersion}; its newest is ${newest}.`,
    {
      cause: error,
      details: { ...error.details, apiVersion, newest },
    },
  );
}

async function newestVersion(rest: RestClient, signal: AbortSignal | undefined): Promise<string | undefined> {
  try {
    const { body } = await rest.send({ method: 'GET', path: '/services/data', callClass: 'poll', signal });
    const offered = versions.safeParse(body).data?.map(({ version }) => version) ?? [];
    return offered.toSorted((left, right) => Number(left) - Number(right)).at(-1);
  } catch {
    // The error that is there already tells more than this one.
    return undefined;
  }
}
