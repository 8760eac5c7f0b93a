import type { Recovery } from '../../contract/failure.ts';

/** Who has to act; decides the exit code of the command line. */
export type FailureCategory =
  'configuration' | 'data' | 'authentication' | 'limit' | 'operation' | 'cancelled';

/** What is fixed about an error code. */
export interface CatalogueEntry {
  readonly category: FailureCategory;
  readonly recovery: Recovery;
  /** What a user can do, most promising first. An error may put more specific steps before them. */
  readonly nextSteps: readonly string[];
}
