import type { ProgressListener } from '../../contract/progress.ts';
import type { InputEndpoint } from '../input/input-endpoint.ts';
import type { OutputEndpoint } from '../output/output-endpoint.ts';
import type { ConnectionFile } from '../project/connection-file.ts';
import type { TransformationFile } from '../transformation/transformation-file.ts';

/** An activity that is not part of a project. Its options are taken as they are: variables are not replaced. */
export interface ConfiguredActivity {
  readonly type: string;
  /** Name in the project, or a parsed file. */
  readonly connection: string | ConnectionFile;
  readonly options: Readonly<Record<string, unknown>>;
}

/** One run of one activity. */
export interface ActivityRequest {
  /** Name in the project (`TYPE/NAME` where types share a name), or a whole activity. */
  readonly activity: string | ConfiguredActivity;
  /** For targets: the CSV to write. */
  readonly input?: InputEndpoint;
  /** For sources: where what was read goes. */
  readonly output?: OutputEndpoint;
  /** For targets: a folder for `success.csv`, `failed.csv`, `unprocessed.csv`, `unknown.csv` and `summary.json`. */
  readonly resultsFolder?: string;
  /** Name in the project, or a whole transformation. */
  readonly transformation?: string | TransformationFile;
  /** Aborting it rejects the run with `cancelled`; outputs are discarded. */
  readonly signal?: AbortSignal;
  readonly onProgress?: ProgressListener;
}
