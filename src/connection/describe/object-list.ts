import { z } from 'zod';
import type { Clock } from '../../contract/clock.ts';
import type { ObjectSearch, ObjectSummary } from '../../contract/connection.ts';
import { ConnectorError } from '../../errors/connector-error.ts';
import { FailureClass } from '../../errors/failure-class.ts';
import type { RestClient } from '../rest/rest-client.ts';
import { KeptAnswer } from './kept-answer.ts';

const globalDescribe = z.object({
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

/** Every object that the user may see (`GET sobjects`), as a {@link KeptAnswer}. */
export class ObjectList {
  readonly #apiVersion: string;
  readonly #answer: KeptAnswer<readonly ObjectSummary[]>;

  constructor(rest: RestClient, clock: Clock, apiVersion: string) {
    this.#apiVersion = apiVersion;
    this.#answer = new KeptAnswer({ rest, clock, path: 'sobjects', parse: readObjects });
  }

  /**
   * The objects that fit, by name.
   *
   * @throws ConnectorError `api-version-unsupported` when the org does not offer the version of the connection;
   *   `unexpected-response`; or what the call throws
   */
  async find({ search = '', kind, signal }: ObjectSearch): Promise<readonly ObjectSummary[]> {
    const text = search.toLowerCase();
    const objects = await this.#all(signal);
    return objects.filter(
      ({ name, label, custom }) =>
        (kind === undefined || custom === (kind === 'custom')) &&
        (name.toLowerCase().includes(text) || label.toLowerCase().includes(text)),
    );
  }

  /** Makes the list be checked before it is used again. */
  doubt(): void {
    this.#answer.doubt();
  }

  async #all(signal: AbortSignal | undefined): Promise<readonly ObjectSummary[]> {
    try {
      return await this.#answer.get(signal);
    } catch (error) {
      // The list of objects is there in every version that is there at all.
      if (error instanceof ConnectorError && error.code === 'not-found') {
        throw new ConnectorError(
          'api-version-unsupported',
          `The org does not offer API version ${this.#apiVersion}.`,
          { cause: error, details: { ...error.details, apiVersion: this.#apiVersion } },
        );
      }
      throw error;
    }
  }
}

function readObjects(body: unknown): readonly ObjectSummary[] {
  const parsed = globalDescribe.safeParse(body);
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
