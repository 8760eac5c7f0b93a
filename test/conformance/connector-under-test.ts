import type {
  ActivityCapabilities,
  ActivityRun,
  PreviewCall,
  SourcePreview,
  WriteRun,
} from '../../src/contract/activity.ts';
import type { ByteSink, ByteSource } from '../../src/contract/bytes.ts';
import type { Connection } from '../../src/contract/connection.ts';
import type { Connector, ConnectorManifest } from '../../src/contract/connector.ts';
import type { ReadReport, WriteReport } from '../../src/contract/outcome.ts';
import type { Row, RowBatch } from '../../src/contract/row.ts';
import type { ActivitySchemas } from '../../src/contract/schema.ts';

/** An activity together with a connection, so that one suite can use activities of any connector. */
export interface BoundActivity {
  readonly type: string;
  readonly direction: 'source' | 'target';
  readonly capabilities: ActivityCapabilities;
  schemas(): Promise<ActivitySchemas>;
  readonly read?: (run?: ActivityRun) => AsyncGenerator<RowBatch, ReadReport, undefined>;
  readonly readBytes?: (sink: ByteSink, run?: ActivityRun) => Promise<ReadReport>;
  readonly preview?: (call?: PreviewCall) => Promise<SourcePreview>;
  readonly write?: (rows: AsyncIterable<RowBatch>, run?: WriteRun) => Promise<WriteReport>;
  readonly writeBytes?: (source: ByteSource, run?: WriteRun) => Promise<WriteReport>;
}

/** Rows for a test: what the activity accepts, and one that it refuses. */
export interface WriteCase {
  readonly type: string;
  readonly options: Readonly<Record<string, unknown>>;
  /** Rows that the remote system will all accept once; makes what they refer to first. */
  readonly goodRows: (count: number) => Promise<Row[]>;
  readonly badRow: Row;
}

/** A read of a test. */
export interface ReadCase {
  readonly type: string;
  readonly options: Readonly<Record<string, unknown>>;
  /** Options that select nothing. */
  readonly emptyOptions: Readonly<Record<string, unknown>>;
  readonly rowCount: number;
}

/** A running connector with a remote system behind it. */
export interface World extends AsyncDisposable {
  readonly connection: Connection;
  activity(type: string, options: unknown): BoundActivity;
  readonly reads: readonly ReadCase[];
  readonly writes: readonly WriteCase[];
  /** Files that the connector has in its temporary folder. */
  spoolFiles(): Promise<string[]>;
  /** Jobs at the remote system that nobody will end. */
  openJobs(): readonly string[];
}

/** A connector as the suite takes it. */
export interface ConnectorUnderTest {
  readonly name: string;
  readonly manifest: ConnectorManifest;
  /** Options that are fine for each type, for tests that need no remote system. */
  readonly options: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly configure: (
    type: string,
    options: unknown,
  ) => { readonly type: string; readonly capabilities: ActivityCapabilities };
  readonly open: () => Promise<World>;
}

/** Ties an activity to a connection of the same connector. */
export function bind<C extends Connection>(
  connector: Connector<C>,
  connection: C,
  { type, options }: { readonly type: string; readonly options: unknown },
): BoundActivity {
  const activity = connector.activity(type, options);
  const facts = { type: activity.type, direction: activity.direction, capabilities: activity.capabilities };
  const schemas = () => activity.schemas(connection);
  if (activity.direction === 'source') {
    const readBytes = activity.readBytes?.bind(activity);
    const preview = activity.preview?.bind(activity);
    return {
      ...facts,
      schemas,
      read: (run) => activity.read(connection, run),
      ...(readBytes && { readBytes: (sink, run) => readBytes(connection, sink, run) }),
      ...(preview && { preview: (call) => preview(connection, call) }),
    };
  }
  const writeBytes = activity.writeBytes?.bind(activity);
  return {
    ...facts,
    schemas,
    write: (rows, run) => activity.write(connection, rows, run),
    ...(writeBytes && { writeBytes: (source, run) => writeBytes(connection, source, run) }),
  };
}

/** The `write` of an activity that must have one. */
export function writerOf({ type, write }: BoundActivity): NonNullable<BoundActivity['write']> {
  if (write === undefined) throw new RangeError(`${type} does not write.`);
  return write;
}

/** The `read` of an activity that must have one. */
export function readerOf({ type, read }: BoundActivity): NonNullable<BoundActivity['read']> {
  if (read === undefined) throw new RangeError(`${type} does not read.`);
  return read;
}
