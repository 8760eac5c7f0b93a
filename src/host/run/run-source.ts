import type { ActivityRun, SourceActivity } from '../../contract/activity.ts';
import type { ByteSink } from '../../contract/bytes.ts';
import type { Connection } from '../../contract/connection.ts';
import type { ReadReport } from '../../contract/outcome.ts';
import type { OutputEndpoint } from '../output/output-endpoint.ts';
import { compileTransformation } from '../transformation/compile-transformation.ts';
import type { TransformationFile } from '../transformation/transformation-file.ts';
import { writeBatches } from './write-batches.ts';

/** One read of an activity into an output. */
export interface SourceRun {
  readonly activity: SourceActivity;
  readonly connection: Connection;
  readonly output: OutputEndpoint;
  readonly transformation?: TransformationFile | undefined;
  readonly temporaryFolder: string;
  readonly run: ActivityRun;
}

/**
 * Reads everything into the output, which becomes visible only when all of it is there. CSV bytes go straight where
 * the activity has them and no transformation is in between.
 *
 * @throws ConnectorFailure of the activity or of the output; `reconciliation-mismatch` when the report disagrees
 *   with the rows that came
 */
export async function runSource(source: SourceRun): Promise<ReadReport> {
  const { activity, connection, output, transformation, run } = source;
  await output.check();
  const sink = output.open(source.temporaryFolder);
  try {
    const straight = output.format === 'csv' && transformation === undefined && activity.capabilities.bytes;
    const report =
      straight && activity.readBytes !== undefined
        ? await activity.readBytes(connection, sink, run)
        : await readRows(source, sink);
    await sink.commit();
    return report;
  } catch (error) {
    await sink.discard();
    throw error;
  }
}

function readRows(
  { activity, connection, output, transformation, run }: SourceRun,
  sink: ByteSink,
): Promise<ReadReport> {
  return writeBatches(
    {
      batches: activity.read(connection, run),
      format: output.format,
      columns: async () =>
        transformation === undefined
          ? columnsOf((await activity.schemas(connection, run)).source.row)
          : Object.keys(transformation.columns),
      transform: transformation && compileTransformation(transformation),
    },
    sink,
  );
}

function columnsOf(row: Readonly<Record<string, unknown>>): readonly string[] {
  const properties = row['properties'];
  return typeof properties === 'object' && properties !== null ? Object.keys(properties) : [];
}
