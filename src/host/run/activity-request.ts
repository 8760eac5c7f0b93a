import type { ProgressListener } from '../../contract/progress.ts';
import type { InputEndpoint } from '../input/input-endpoint.ts';
import type { OutputEndpoint } from '../output/output-endpoint.ts';
import type { ActivityFile } from '../project/activity-file.ts';
import type { ConnectionFile } from '../project/connection-file.ts';
import type { TransformationFile } from '../transformation/transformation-file.ts';

/** An activity that is not part of a project. Its options are taken as they are: variables are not replaced. */
export interface ConfiguredActivity {
  /** Only activities that were read from a file have one; in those, variables are replaced. */
  readonly file?: undefined;
  readonly type: string;
  /** Name in the project, or a parsed file. */
  readonly connection: string | ConnectionFile;
  readonly options: Readonly<Record<string, unknown>>;
}

/** Name in the project (`TYPE/NAME` where types share a name), a parsed file, or an activity outside of a project. */
export type ActivityReference = string | ActivityFile | ConfiguredActivity;

/** One run of one activity. */
export interface ActivityRequest {
  readonly activity: ActivityReference;
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
