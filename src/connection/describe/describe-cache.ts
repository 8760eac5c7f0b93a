import { ConnectorError } from '../../errors/connector-error.ts';
import { FailureClass } from '../../errors/failure-class.ts';
import { parseSObjectDescribe, type SObjectDescribe } from '../../schema/sobject-describe.ts';
import type { RestClient } from '../rest/rest-client.ts';
import { SingleFlight } from '../session/single-flight.ts';

/**
 * The org's descriptions of objects, each asked for once in the life of a connection, by however many callers. Names
 * are compared without case, as the org does. Failures are not kept.
 */
export class DescribeCache {
  readonly #rest: RestClient;
  readonly #known = new Map<string, SObjectDescribe>();
  readonly #flights = new Map<string, SingleFlight<SObjectDescribe>>();

  constructor(rest: RestClient) {
    this.#rest = rest;
  }

  /** @throws ConnectorError `unknown-object`, `unexpected-response`, or what the call throws */
  async describe(object: string, signal?: AbortSignal): Promise<SObjectDescribe> {
    const key = object.toLowerCase();
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    let flight = this.#flights.get(key);
    if (flight === undefined) {
      flight = new SingleFlight();
      this.#flights.set(key, flight);
    }
    return await flight.run(async () => {
      const described = await this.#ask(object);
      this.#known.set(key, described);
      return described;
    }, signal);
  }

  async #ask(object: string): Promise<SObjectDescribe> {
    if (!/^\w+$/u.test(object)) throw unknownObject(object);
    const path = `sobjects/${object}/describe`;
    try {
      const { body } = await this.#rest.send({ method: 'GET', path, callClass: 'idempotent' });
      return readDescribe(object, body);
    } catch (error) {
      if (error instanceof ConnectorError && error.code === 'not-found') throw unknownObject(object, error);
      throw error;
    }
  }
}

function readDescribe(object: string, body: unknown): SObjectDescribe {
  try {
    return parseSObjectDescribe(body);
  } catch (cause) {
    throw new ConnectorError(
      'unexpected-response',
      `The description of ${object} lacks what every one has.`,
      {
        cause,
        details: { object, failure: FailureClass.unreadable },
      },
    );
  }
}

function unknownObject(object: string, cause?: ConnectorError): ConnectorError {
  return new ConnectorError('unknown-object', `The org shows no object "${object}" to this user.`, {
    ...(cause === undefined ? {} : { cause }),
    details: { ...cause?.details, object },
  });
}
