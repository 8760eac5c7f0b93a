export { createRunContext, type RunContextOptions } from './compose.ts';
export type {
  Activity,
  ActivityCapabilities,
  ActivityRun,
  PreviewCall,
  ResultKind,
  SchemasCall,
  SourceActivity,
  SourcePreview,
  TargetActivity,
  WriteRun,
} from './contract/activity.ts';
export type { ByteRange, ByteSink, ByteSource } from './contract/bytes.ts';
export type { Clock } from './contract/clock.ts';
export type {
  CallOptions,
  Connection,
  ConnectionFact,
  ConnectionTestReport,
  ConnectionUsage,
  ObjectDescription,
  ObjectSearch,
  ObjectSummary,
} from './contract/connection.ts';
export type {
  ActivityTypeManifest,
  ConnectionIdentity,
  Connector,
  ConnectorManifest,
} from './contract/connector.ts';
export {
  isConnectorFailure,
  Recovery,
  type ConfigurationProblem,
  type ConnectorFailure,
} from './contract/failure.ts';
export type { LogFields, Logger } from './contract/logger.ts';
export {
  RowStatus,
  type ReadReport,
  type RemoteJob,
  type RowError,
  type RowOutcome,
  type WriteReport,
} from './contract/outcome.ts';
export type { ProgressEvent, ProgressListener } from './contract/progress.ts';
export type { Row, RowBatch, RowValue } from './contract/row.ts';
export type { ProxyEnvironment } from './contract/proxy-environment.ts';
export type { RunContext } from './contract/run-context.ts';
export type { ActivitySchemas, JsonSchema, Schema } from './contract/schema.ts';
export type {
  CompositeCall,
  CompositeStep,
  CompositeStepAnswer,
  ExternalKey,
  FileDownload,
  FileUpload,
  QueryCall,
  QueryPage,
  RecordCalls,
  RecordReadCall,
  RecordUpsertCall,
  RecordWriteCall,
  RelatedReadCall,
  SavedRecord,
  ServiceCloudConnection,
  StoredFile,
} from './connection/record-calls.ts';
export type {
  ChildParts,
  Comparison,
  ComparisonOperator,
  Condition,
  OrderPart,
  QueryParts,
  SelectParts,
} from './soql/query-parts.ts';
export type { SoqlBinds, SoqlPattern, SoqlScalar, SoqlValue } from './soql/soql-value.ts';
export type { StateStore } from './contract/state-store.ts';
export { errorCatalogue, type ErrorCode } from './errors/catalogue.ts';
export type { FailureCategory } from './errors/catalogue/catalogue-entry.ts';
export { ConnectorError, type ConnectorErrorOptions } from './errors/connector-error.ts';
export { createPinoLogger, type PinoLoggerOptions } from './pino-logger.ts';
export {
  migrateToOAuth,
  salesforceServiceCloud,
  xmlSchemaOf,
  type MigrationVariable,
  type OAuthMigration,
  type OAuthMigrationOptions,
  type OAuthMigrationType,
  type SalesforceConnector,
} from './plugin.ts';
export { version } from './version.ts';
