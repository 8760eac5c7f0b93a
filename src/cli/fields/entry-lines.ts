import { createInterface, type Interface } from 'node:readline';
import { PassThrough } from 'node:stream';
import { cancelled } from '../../errors/connector-error.ts';

/** What the keyboard, or a pipe in its place, is for us. */
export interface EntryStreams {
  readonly input: NodeJS.ReadableStream & { readonly isTTY?: boolean };
  /** Where questions are shown. */
  readonly output: { write(text: string): unknown };
  /** Ends the waiting: the error is `cancelled`. */
  readonly signal: AbortSignal;
}

/**
 * Lines from standard input, one after the other. On a terminal nothing that is typed is shown, and Ctrl+C cancels;
 * from a pipe a byte order mark is dropped. Close it: it holds the terminal.
 */
export class EntryLines {
  readonly isTerminal: boolean;
  readonly #streams: EntryStreams;
  readonly #reader: Interface;
  readonly #lines: AsyncIterator<string>;
  readonly #interrupted = new AbortController();
  #isFirst = true;

  constructor(streams: EntryStreams) {
    this.#streams = streams;
    this.isTerminal = streams.input.isTTY === true;
    // The editor of lines writes what it shows; here nobody reads that.
    const nowhere = new PassThrough().resume();
    this.#reader = createInterface({
      input: streams.input,
      output: nowhere,
      terminal: this.isTerminal,
      historySize: 0,
      crlfDelay: Infinity,
    });
    this.#reader.on('SIGINT', () => {
      this.#interrupted.abort();
      this.#reader.close();
    });
    this.#lines = this.#reader[Symbol.asyncIterator]();
  }

  /**
   * The next line, without its end; `undefined` when there is no more.
   *
   * @throws ConnectorError `cancelled`
   */
  async next(question: string): Promise<string | undefined> {
    const { output, signal } = this.#streams;
    if (this.isTerminal) output.write(question);
    const close = (): void => {
      this.#reader.close();
    };
    signal.addEventListener('abort', close, { once: true });
    if (signal.aborted) close();
    const line = await this.#lines.next();
    signal.removeEventListener('abort', close);
    if (this.isTerminal) output.write('\n');
    const stopped = [signal, this.#interrupted.signal].find(({ aborted }) => aborted);
    if (stopped !== undefined) throw cancelled(stopped);
    if (line.done === true) return undefined;
    const text = this.#isFirst ? line.value.replace(/^\uFEFF/u, '') : line.value;
    this.#isFirst = false;
    return text;
  }

  close(): void {
    this.#reader.close();
  }
}
