import type { ByteSink } from '../../contract/bytes.ts';
import type { RowFormat } from './row-format.ts';

/** Where a run puts what it reads. */
export interface OutputEndpoint {
  /** What messages call it: a path, or `standard output`. */
  readonly name: string;
  readonly format: RowFormat;
  /**
   * Looks, before any work is done, whether this output could be written at all.
   *
   * @throws ConnectorError `file-unwritable`
   */
  check(): Promise<void>;
  /**
   * Starts a new output; nothing is touched before its first write or its commit.
   *
   * @throws ConnectorError `file-unwritable`, also from the methods of the sink
   */
  open(temporaryFolder: string): ByteSink;
}
