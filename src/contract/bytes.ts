/**
 * Bytes that can be read more than once.
 *
 * Uploads are repaired by sending the identical bytes again, so a one-shot stream is not a `ByteSource`: spool it
 * to a file first. The bytes must not change between two calls of {@link ByteSource.open}.
 */
export interface ByteSource {
  /** What a message calls these bytes: a path, or words such as `standard input`. Never their content. */
  readonly name: string;
  /** Size of the whole source in bytes. */
  readonly byteLength: number;
  /**
   * Starts a fresh read, independent of every other read of this source. Several reads may run at once.
   *
   * @param range half-open byte range `[start, end)`; the whole source when left out
   */
  open(range?: ByteRange): AsyncIterable<Uint8Array>;
}

/** A half-open range of bytes: `start` is in, `end` is not; both count from 0. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/**
 * Where bytes go. Called by one writer, one call at a time: each `write` is awaited before the next, which is what
 * carries backpressure to the socket that the bytes come from.
 *
 * Exactly one of `commit` and `discard` ends it. Until `commit` resolves nothing may be visible under the final
 * name, so a reader never meets half a file.
 */
export interface ByteSink {
  /** Resolves when the sink no longer needs the chunk: the caller may overwrite it then, so copy what is kept. */
  write(chunk: Uint8Array): Promise<void>;
  /** Makes everything written so far durable and visible. */
  commit(): Promise<void>;
  /** Drops everything written so far. Never rejects because there is nothing to drop. */
  discard(): Promise<void>;
}
