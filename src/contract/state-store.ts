/**
 * Small secrets that a connection keeps from one process to the next: a session, a rotated refresh token. A host that
 * lends one makes ten runs in a row share one login.
 *
 * Values are confidential: an implementation writes nothing of key or value in clear. All processes that were given the
 * same store see the same values.
 */
export interface StateStore {
  /** What was written last under the key, by whichever process; `undefined` when there is nothing, or nothing readable. */
  read(key: string): Promise<string | undefined>;
  /** Resolves when the value is durable: it survives a crash of the machine from then on. Replaces the old value. */
  write(key: string, value: string): Promise<void>;
  /** Fine when there is nothing under the key. */
  remove(key: string): Promise<void>;
  /**
   * Runs the work while nobody else, in this process or another, runs work under the same key. Others wait. What the
   * work throws comes back; the signal ends the waiting, not the work.
   */
  exclusively<T>(key: string, work: () => Promise<T>, signal?: AbortSignal): Promise<T>;
}
