import { once } from 'node:events';
import type { Writable } from 'node:stream';
import type { ByteSink } from '../../contract/bytes.ts';
import { ConnectorError } from '../../errors/connector-error.ts';
import type { OutputEndpoint } from './output-endpoint.ts';
import type { RowFormat } from './row-format.ts';

/** What {@link streamOutput} needs to know. */
export interface StreamOutputOptions {
  /** What messages call the stream. */
  readonly name: string;
  readonly format: RowFormat;
}

/**
 * Output to a stream such as standard output, as it comes: what was written before an error cannot be taken back.
 * The stream is left open.
 *
 * The sink's `write` throws `file-unwritable` when the reader is gone, with `details.reason` `EPIPE`.
 */
export function streamOutput(stream: Writable, { name, format }: StreamOutputOptions): OutputEndpoint {
  return { name, format, check: () => Promise.resolve(), open: () => streamSink(stream, name) };
}

function streamSink(stream: Writable, name: string): ByteSink {
  let failure: unknown;
  stream.on('error', remember);
  function remember(error: unknown): void {
    failure ??= error;
  }
  const check = (): void => {
    if (failure === undefined && stream.writable) return;
    const reason = failure instanceof Error && 'code' in failure ? String(failure.code) : 'EPIPE';
    throw new ConnectorError('file-unwritable', `${name} takes no more output (${reason}).`, {
      cause: failure,
      details: { file: name, reason },
    });
  };
  const room = async (): Promise<void> => {
    const either = new AbortController();
    const { signal } = either;
    try {
      await Promise.race([once(stream, 'drain', { signal }), once(stream, 'close', { signal })]);
    } catch (error) {
      remember(error);
    } finally {
      // Whichever did not come would otherwise keep its listeners on the stream.
      either.abort();
    }
  };
  const finish = (): Promise<void> => {
    stream.off('error', remember);
    return Promise.resolve();
  };

  return {
    async write(chunk) {
      check();
      // Copied: a stream keeps chunks for its reader, and the writer may overwrite this one.
      if (!stream.write(Buffer.from(chunk))) await room();
      check();
    },
    commit: finish,
    discard: finish,
  };
}
