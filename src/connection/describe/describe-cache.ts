import type { Clock } from '../../contract/clock.ts';
import { ConnectorError } from '../../errors/connector-error.ts';
import { FailureClass } from '../../errors/failure-class.ts';
import { parseSObjectDescribe, type SObjectDescribe } from '../../schema/sobject-describe.ts';
import type { RestClient } from '../rest/rest-client.ts';
import { KeptAnswer } from './kept-answer.ts';

/**
 * The org's descriptions of objects, each one a {@link KeptAnswer}. Names are compared without case, as the org does.
 */
export class DescribeCache {
  readonly #rest: RestClient;
  readonly #clock: Clock;
  readonly #answers = new Map<string, KeptAnswer<SObjectDescribe>>();

  constructor(rest: RestClient, clock: Clock) {
    this.#rest = rest;
    this.#clock = clock;
  }

  /** @throws ConnectorError `unknown-object`, `unexpected-response`, or what the call throws */
  async describe(object: string, signal?: AbortSignal): Promise<SObjectDescribe> {
    if (!/^\w+$/u.test(object)) throw unknownObject(object);
    try {
      return await this.#answer(object).get(signal);
    } catch (error) {
      if (!(error instanceof ConnectorError) || error.code !== 'not-found') throw error;
      this.#answers.delete(object.toLowerCase());
      throw unknownObject(object, error);
    }
  }

  /** Makes every description be checked before it is used again. */
  doubt(): void {
    for (const answer of this.#answers.values()) answer.doubt();
  }

  #answer(object: string): KeptAnswer<SObjectDescribe> {
    const key = object.toLowerCase();
    const known = this.#answers.get(key);
    if (known !== undefined) return known;
    const answer = new KeptAnswer({
      rest: this.#rest,
      clock: this.#clock,
      path: `sobjects/${object}/describe`,
      parse: (body) => readDescribe(object, body),
    });
    this.#answers.set(key, answer);
    return answer;
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
