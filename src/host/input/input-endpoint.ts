import type { ByteSource } from '../../contract/bytes.ts';

/** Where a run takes its input from. */
export interface InputEndpoint {
  /** What messages call it: a path, or `standard input`. */
  readonly name: string;
  /**
   * Makes the input readable, more than once and from any place.
   *
   * @param temporaryFolder an existing folder for what has to be kept meanwhile
   * @throws ConnectorError `file-not-found`, `file-unreadable`, `file-unwritable`, `cancelled`
   */
  open(temporaryFolder: string, signal?: AbortSignal): Promise<OpenInput>;
}

/** An input while a run uses it. */
export interface OpenInput {
  readonly source: ByteSource;
  /** Removes what `open` put into the temporary folder. */
  release(): Promise<void>;
}
