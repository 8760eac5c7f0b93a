import { writeBatches, type BatchesToWrite, type OutputEndpoint } from '../../host/index.ts';
import type { Session } from '../session.ts';

/** Writes rows into an output, which is there only when all of them are. */
export async function writeRelated(
  { batches, columns }: Pick<BatchesToWrite, 'batches' | 'columns'>,
  output: OutputEndpoint,
  { context }: Pick<Session, 'context'>,
): ReturnType<typeof writeBatches> {
  await output.check();
  const sink = output.open(context.temporaryFolder);
  try {
    const report = await writeBatches({ batches, format: output.format, columns }, sink);
    await sink.commit();
    return report;
  } catch (error) {
    await sink.discard();
    throw error;
  }
}
