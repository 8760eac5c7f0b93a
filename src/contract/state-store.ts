/**
 * Small secrets that a connection keeps from one process to the next: a session, a rotated refresh token. A host that
 * lends one makes ten runs in a row share one login.
 *
 * Values are confidential: an implementation writes nothing of key or value in clear. Of a key, it may let others tell
 * that two are the same up to the last slash; what follows that may hold what can be guessed. All processes that were
 * given the same store see the same values.
 */
export interface StateStore {
  /**
   * What was written last under the key, by whichever process; `undefined` only when there is certainly nothing.
   *
   * @throws ConnectorError `secret-unreadable`, `file-unreadable` when there is something that cannot be read: it was
   *   cut, or kept with another encryption key under a key that is the same up to the last slash, or the system refuses
   */
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
