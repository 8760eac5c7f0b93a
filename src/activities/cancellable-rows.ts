import type { RowBatch } from '../contract/row.ts';
import { cancelled } from '../errors/connector-error.ts';

/**
 * The same batches, until the signal aborts: then the pull that is under way rejects with `cancelled`, whether the
 * source knows of the signal or not. The source is returned in every case, and not waited for when it hangs.
 */
export async function* cancellableRows(
  rows: AsyncIterable<RowBatch>,
  signal: AbortSignal | undefined,
): AsyncGenerator<RowBatch, undefined, undefined> {
  if (signal === undefined) {
    yield* rows;
    return undefined;
  }
  const iterator = rows[Symbol.asyncIterator]();
  let isExhausted = false;
  try {
    for (;;) {
      const next = await nextBefore(iterator, signal);
      if (next.done === true) {
        isExhausted = true;
        return undefined;
      }
      yield next.value;
    }
  } finally {
    const ended = isExhausted ? undefined : iterator.return?.();
    if (signal.aborted) ended?.catch(() => undefined);
    else await ended;
  }
}

function nextBefore(
  iterator: AsyncIterator<RowBatch>,
  signal: AbortSignal,
): Promise<IteratorResult<RowBatch>> {
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      reject(cancelled(signal));
    };
    if (signal.aborted) {
      stop();
      return;
    }
    signal.addEventListener('abort', stop, { once: true });
    iterator
      .next()
      .then(resolve, reject)
      .finally(() => {
        signal.removeEventListener('abort', stop);
      });
  });
}
