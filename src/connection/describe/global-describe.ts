import { z } from 'zod';
import type { ObjectSummary } from '../../contract/connection.ts';
import { ConnectorError } from '../../errors/connector-error.ts';
import { FailureClass } from '../../errors/failure-class.ts';
import type { RestClient } from '../rest/rest-client.ts';

const answer = z.object({
  sobjects: z.array(
    z.object({
      name: z.string(),
      label: z.string(),
      custom: z.boolean(),
      queryable: z.boolean(),
      createable: z.boolean(),
      updateable: z.boolean(),
      deletable: z.boolean(),
    }),
  ),
});

/**
 * Lists every object that the user may see (`GET sobjects`), by name.
 *
 * @throws ConnectorError `api-version-unsupported` when the org does not offer the version of the connection;
 *   `unexpected-response`; or what the call throws
 */
export async function listObjects(
  rest: RestClient,
  apiVersion: string,
  signal?: AbortSignal,
): Promise<readonly ObjectSummary[]> {
  const parsed = answer.safeParse(await askForObjects(rest, apiVersion, signal));
  if (!parsed.success) {
    throw new ConnectorError('unexpected-response', 'The list of objects lacks what every one has.', {
      cause: parsed.error,
      details: { failure: FailureClass.unreadable },
    });
  }
  return parsed.data.sobjects
    .map(({ name, label, custom, queryable, createable, updateable, deletable }) => ({
      name,
      label,
      custom,
      canQuery: queryable,
      canCreate: createable,
      canUpdate: updateable,
      canDelete: deletable,
    }))
    .sort((left, right) => (left.name < right.name ? -1 : 1));
}

async function askForObjects(rest: RestClient, apiVersion: string, signal?: AbortSignal): Promise<unknown> {
  try {
    const { body } = await rest.send({ method: 'GET', path: 'sobjects', callClass: 'idempotent', signal });
    return body;
  } catch (error) {
    // The list of objects is there in every version that is there at all.
    if (error instanceof ConnectorError && error.code === 'not-found') {
      throw new ConnectorError(
        'api-version-unsupported',
        `The org does not offer API version ${apiVersion}.`,
        {
          cause: error,
          details: { ...error.details, apiVersion },
        },
      );
    }
    throw error;
  }
}
