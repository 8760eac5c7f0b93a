/**
 * The embedded host: runs configured activities of any connector. Knows no remote system by itself.
 *
 * @packageDocumentation
 */
export { createHost, type Host, type HostOptions } from './host.ts';
export type { ActivityReference, ActivityRequest, ConfiguredActivity } from './run/activity-request.ts';
export type { ActivityResult, SourceResult, TargetActivityResult } from './run/run-activity.ts';
export { countersOfFailure, type RunCounters } from './run/run-counters.ts';
export type { TargetResult } from './run/run-target.ts';
export type { RowFailure } from './results/outcome-ledger.ts';
export { writeBatches, type BatchesToWrite } from './run/write-batches.ts';
export { loadProject } from './project/load-project.ts';
export { validateProject, type ValidateProjectOptions } from './project/validate-project.ts';
export { problemsOfFile } from './project/problem-list.ts';
export type { Project } from './project/project.ts';
export { parseConnectionFile, type ConnectionFile } from './project/connection-file.ts';
export { parseActivityFile, type ActivityFile } from './project/activity-file.ts';
export { readJsonFile } from './project/read-json-file.ts';
export {
  createVariableScope,
  type VariableScope,
  type VariableScopeOptions,
} from './variables/variable-scope.ts';
export { substituteVariables, type SubstitutionOptions } from './variables/substitute-variables.ts';
export type { VariableDefinition, VariableValue } from './variables/variable-definition.ts';
export { isOnlyVariables, usesVariable } from './variables/variable-token.ts';
export { createRedactor, type Redactor } from './variables/redactor.ts';
export { compileTransformation, type RowTransformation } from './transformation/compile-transformation.ts';
export {
  transformationFile,
  type ColumnRule,
  type TransformationFile,
} from './transformation/transformation-file.ts';
export type { InputEndpoint, OpenInput } from './input/input-endpoint.ts';
export { fileInput } from './input/file-input.ts';
export { streamInput } from './input/stream-input.ts';
export { openFileByteSource } from './input/file-byte-source.ts';
export { readCsvRows } from './input/csv-rows.ts';
export type { OutputEndpoint } from './output/output-endpoint.ts';
export { fileOutput } from './output/file-output.ts';
export { streamOutput, type StreamOutputOptions } from './output/stream-output.ts';
export { spooledOutput } from './output/spooled-output.ts';
export { partFileSink } from './output/part-file-sink.ts';
export { RowFormat, formatOfFileName } from './output/row-format.ts';
export { createSecretBox, type SecretBox } from './secrets/secret-box.ts';
export { ensureSecretKey, readSecretKey, newSecretKey, type SecretKeySource } from './secrets/secret-key.ts';
export { openStateFolder, type StateFolderOptions } from './state/state-folder.ts';
export { openConnectionStore } from './connections/open-connection-store.ts';
export type { ConnectionStoreOptions } from './connections/store-access.ts';
export type {
  ConnectionStore,
  DeleteOptions,
  ExportedConnection,
  ExportOptions,
  RenameReport,
  SavedConnection,
  ShowOptions,
} from './connections/connection-store.ts';
export type { ConnectionChanges } from './connections/connection-changes.ts';
export type { ConnectionListing, ConnectionView, SecretState } from './connections/connection-view.ts';
export { describeReference, type ConnectionReference } from './connections/connection-reference.ts';
export type { SavedFor } from './connections/saved-for.ts';
