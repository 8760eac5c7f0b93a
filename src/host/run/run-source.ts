import type { ActivityRun, SourceActivity } from '../../contract/activity.ts';
import type { ByteSink } from '../../contract/bytes.ts';
import type { Connection } from '../../contract/connection.ts';
import type { ReadReport } from '../../contract/outcome.ts';
import { ConnectorError } from '../../errors/connector-error.ts';
import type { OutputEndpoint } from '../output/output-endpoint.ts';
import { createRowWriter } from '../output/row-writer.ts';
import { compileTransformation } from '../transformation/compile-transformation.ts';
import type { TransformationFile } from '../transformation/transformation-file.ts';

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

async function readRows({ activity, connection, output, transformation, run }: SourceRun, sink: ByteSink) {
  const transform = transformation === undefined ? undefined : compileTransformation(transformation);
  const writer = createRowWriter(output.format, sink, async () =>
    transformation === undefined
      ? columnsOf((await activity.schemas(connection, run)).source.row)
      : Object.keys(transformation.columns),
  );
  const batches = activity.read(connection, run);
  let readCount = 0;
  try {
    for (;;) {
      const { done, value } = await batches.next();
      if (done === true) {
        await writer.end();
        requireAllRows(value, readCount);
        return value;
      }
      readCount += value.rows.length;
      const rows =
        transform === undefined ? value.rows : value.rows.map(transform).filter((row) => row !== undefined);
      if (rows.length > 0) await writer.write(rows);
    }
  } finally {
    // Frees what the read holds when writing failed; does nothing after the end.
    await batches.return({ rowCount: readCount, byteCount: 0, truncated: true, jobs: [] });
  }
}

function columnsOf(row: Readonly<Record<string, unknown>>): readonly string[] {
  const properties = row['properties'];
  return typeof properties === 'object' && properties !== null ? Object.keys(properties) : [];
}

function requireAllRows(report: ReadReport, readCount: number): void {
  if (report.rowCount === readCount) return;
  throw new ConnectorError(
    'reconciliation-mismatch',
    `${readCount} rows came, the report speaks of ${report.rowCount}.`,
    { details: { readCount, report } },
  );
}
