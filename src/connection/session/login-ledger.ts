import type { Logger } from '../../contract/logger.ts';
import type { StateStore } from '../../contract/state-store.ts';
import { ConnectorError } from '../../errors/connector-error.ts';
import type { ErrorCode } from '../../errors/catalogue.ts';
import { emptyLoginRecord, readLoginRecord, writeLoginRecord, type LoginRecord } from './login-record.ts';

/** Where the logins of an identity are remembered for other processes. */
export interface SessionCache {
  readonly state: StateStore;
  readonly key: string;
}

/** The {@link LoginRecord}, open for whoever logs in. */
export interface LedgerPage {
  readonly record: LoginRecord;
  /** Resolves when the change is durable, as far as that is possible: a login goes on without. */
  change(changes: Partial<LoginRecord>): Promise<void>;
}

/** Failures of a state store that a user has to know about; with all others, each process logs in for itself. */
const fatalCodes: ReadonlySet<ErrorCode> = new Set(['cancelled', 'secret-key-invalid']);

/**
 * Remembers the logins of one identity: for this process, and with a cache for all processes, of which one logs in at
 * a time. A cache that cannot be read or written is passed over, and the log tells of it.
 */
export class LoginLedger {
  readonly #logger: Logger;
  readonly #cache: SessionCache | undefined;
  #record = emptyLoginRecord;

  constructor(logger: Logger, cache?: SessionCache) {
    this.#logger = logger;
    this.#cache = cache;
  }

  /**
   * Runs the work with the latest record, while no other process has it. One caller at a time in this process.
   *
   * @param signal ends waiting for other processes
   * @throws ConnectorError `cancelled`, `secret-key-invalid`, and what the work throws
   */
  async open<T>(work: (page: LedgerPage) => Promise<T>, signal: AbortSignal): Promise<T> {
    const cache = this.#cache;
    if (cache === undefined) return await work(this.#page(undefined));
    let begun: Promise<T> | undefined;
    const begin = (): Promise<T> => {
      begun = this.#readAnd(cache, work);
      return begun;
    };
    await this.#tolerate(
      // What the work throws is no failure of the cache.
      cache.state.exclusively(cache.key, () => begin().catch(() => undefined), signal),
    );
    return await (begun ?? work(this.#page(undefined)));
  }

  async #readAnd<T>(cache: SessionCache, work: (page: LedgerPage) => Promise<T>): Promise<T> {
    const known = await this.#tolerate(cache.state.read(cache.key));
    this.#record = readLoginRecord(known) ?? this.#record;
    return await work(this.#page(cache));
  }

  #page(cache: SessionCache | undefined): LedgerPage {
    const recordOf = (): LoginRecord => this.#record;
    return {
      get record() {
        return recordOf();
      },
      change: async (changes) => {
        this.#record = { ...this.#record, ...changes };
        await this.#tolerate(cache?.state.write(cache.key, writeLoginRecord(this.#record)));
      },
    };
  }

  async #tolerate<T>(access: Promise<T> | undefined): Promise<T | undefined> {
    try {
      return await access;
    } catch (error) {
      const code = error instanceof ConnectorError ? error.code : undefined;
      if (code !== undefined && fatalCodes.has(code)) throw error;
      this.#logger.warn('The session cache cannot be used', { code });
      return undefined;
    }
  }
}
