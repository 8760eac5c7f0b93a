import type { Clock } from '../../contract/clock.ts';
import type { RestAnswer, RestClient } from '../rest/rest-client.ts';
import { SingleFlight } from '../session/single-flight.ts';

/** What a {@link KeptAnswer} is about. */
export interface KeptAnswerOptions<T> {
  readonly rest: RestClient;
  readonly clock: Clock;
  /** Below the versioned root. */
  readonly path: string;
  /** Reads the body. What it throws goes to the callers, and nothing is kept. */
  readonly parse: (body: unknown) => T;
}

interface Kept<T> {
  readonly value: T;
  /** What the next question says about this answer. */
  readonly conditions: Readonly<Record<string, string>>;
  readonly checkedMs: number;
}

/** For how long an answer is taken as it is; after that the org is asked whether it has changed. */
export const keptForMs = 600_000;

/**
 * One answer about the org's own make-up, kept as long as it is true. Callers who come together share one question.
 * After {@link keptForMs}, or when somebody has a doubt, the org is asked only whether it has changed
 * (`If-Modified-Since`, `If-None-Match`); 304 without a body is the usual answer. Failures are not kept.
 */
export class KeptAnswer<T> {
  readonly #options: KeptAnswerOptions<T>;
  readonly #flight = new SingleFlight<T>();
  #kept: Kept<T> | undefined;
  #isInDoubt = false;

  constructor(options: KeptAnswerOptions<T>) {
    this.#options = options;
  }

  /** @throws ConnectorError what the call throws, or what reading the answer throws */
  async get(signal?: AbortSignal): Promise<T> {
    const kept = this.#kept;
    if (kept !== undefined && !this.#mustAsk(kept)) return kept.value;
    return await this.#flight.run(() => this.#ask(kept), signal);
  }

  /** Makes the next caller ask the org, e.g. because it refused what the answer allows. */
  doubt(): void {
    this.#isInDoubt = true;
  }

  #mustAsk({ checkedMs }: Kept<T>): boolean {
    return this.#isInDoubt || this.#options.clock.monotonicMs() - checkedMs >= keptForMs;
  }

  async #ask(known: Kept<T> | undefined): Promise<T> {
    const { rest, clock, path, parse } = this.#options;
    this.#isInDoubt = false;
    const answer = await rest.send({
      method: 'GET',
      path,
      callClass: 'idempotent',
      ...(known !== undefined && { headers: known.conditions }),
    });
    const checkedMs = clock.monotonicMs();
    const kept: Kept<T> =
      answer.status === 304 && known !== undefined
        ? { ...known, checkedMs }
        : { value: parse(answer.body), conditions: conditionsOf(answer), checkedMs };
    this.#kept = kept;
    return kept.value;
  }
}

function conditionsOf({ headers }: RestAnswer): Record<string, string> {
  const { etag, 'last-modified': modified } = headers;
  return {
    ...(etag !== undefined && { 'if-none-match': etag }),
    ...(modified !== undefined && { 'if-modified-since': modified }),
  };
}
