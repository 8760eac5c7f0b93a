import type { StateStore } from '../../src/contract/state-store.ts';

/** A {@link StateStore} in memory: lend it to two connections, and they are two processes of one machine. */
export interface MemoryStateStore extends StateStore {
  readonly values: ReadonlyMap<string, string>;
  /** Every value ever written, in order. */
  readonly written: readonly string[];
  /** Called before each write; what it throws makes the write fail. */
  beforeWrite: (value: string) => void;
}

/** Makes an empty {@link MemoryStateStore}. */
export function memoryStateStore(): MemoryStateStore {
  const values = new Map<string, string>();
  const written: string[] = [];
  const queues = new Map<string, Promise<unknown>>();
  const store: MemoryStateStore = {
    values,
    written,
    beforeWrite: () => undefined,
    read: (key) => Promise.resolve(values.get(key)),
    // eslint-disable-next-line @typescript-eslint/require-await
    write: async (key, value) => {
      store.beforeWrite(value);
      written.push(value);
      values.set(key, value);
    },
    // eslint-disable-next-line @typescript-eslint/require-await
    remove: async (key) => {
      values.delete(key);
    },
    exclusively: <T>(key: string, work: () => Promise<T>) => {
      const turn = (queues.get(key) ?? Promise.resolve()).then(work);
      queues.set(
        key,
        turn.catch(() => undefined),
      );
      return turn;
    },
  };
  return store;
}
