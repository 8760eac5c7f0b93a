import type { Session } from '../session.ts';
import { UsageFailure } from '../usage-failure.ts';
import type { ServiceCloudConnection } from './record-connection.ts';
import type { ExternalId } from './record-key.ts';

/** A file to fetch, and where to. */
export interface FileToFetch {
  readonly object: string;
  readonly key: string | ExternalId;
  /** `-` is standard output. */
  readonly path: string;
  /** What `--fields` gave, which a file does not have. */
  readonly fields?: readonly string[] | undefined;
}

const fileObjects = new Set(['contentversion', 'contentdocument']);

/** Fetches a file; it takes its name only when it is whole. */
export async function fetchFile(
  records: ServiceCloudConnection['records'],
  { object, key, path, fields }: FileToFetch,
  session: Session,
): Promise<{ readonly fileName: string; readonly bytes: number }> {
  if (!fileObjects.has(object.toLowerCase()) || typeof key !== 'string') {
    throw new UsageFailure('--file fetches a ContentVersion or ContentDocument by its id.', [
      'Write `sfsc record get ContentDocument ID --file FILE`.',
    ]);
  }
  if (fields !== undefined) {
    throw new UsageFailure('--fields does not go with --file: a file is fetched, and no fields are shown.', [
      'Leave one of the two out.',
    ]);
  }
  const output = session.output(path, 'csv');
  await output.check();
  const { fileName, bytes } = await records.downloadFile(key, { signal: session.signal });
  const sink = output.open(session.context.temporaryFolder);
  let count = 0;
  try {
    for await (const chunk of bytes) {
      count += chunk.byteLength;
      await sink.write(chunk);
    }
    await sink.commit();
  } catch (error) {
    await sink.discard();
    throw error;
  }
  return { fileName, bytes: count };
}
