import { basename } from 'node:path';
import type { Row } from '../../contract/row.ts';
import { openFileByteSource } from '../../host/index.ts';
import type { Session } from '../session.ts';
import { UsageFailure } from '../usage-failure.ts';
import type { ServiceCloudConnection } from './record-connection.ts';

/** Options that store a file. */
export interface FileOptions {
  readonly file?: string;
  readonly linkedTo?: string;
  readonly newVersionOf?: string;
}

const fileObject = 'contentversion';

/**
 * Whether the command is to store a file.
 *
 * @throws UsageFailure for options that do not go together
 */
export function isFileCommand(object: string, options: FileOptions, fields: Row): boolean {
  const isFile = object.toLowerCase() === fileObject;
  if (options.file === undefined) {
    if (options.linkedTo === undefined && options.newVersionOf === undefined) return false;
    throw new UsageFailure('--linked-to and --new-version-of go with --file.', [
      'Give the file with `--file FILE`.',
    ]);
  }
  if (!isFile)
    throw new UsageFailure(`--file stores a ContentVersion, not a ${object}.`, [
      'Write `sfsc record create ContentVersion --file FILE --linked-to ID`.',
    ]);
  const others = Object.keys(fields).filter((name) => name.toLowerCase() !== 'title');
  if (others.length === 0) return true;
  throw new UsageFailure(`With --file only Title can be set, not ${others.join(', ')}.`, [
    'Update the ContentVersion or the ContentDocument afterwards.',
  ]);
}

/** Stores the file that the options name. */
export async function storeFile(
  records: ServiceCloudConnection['records'],
  { file = '', linkedTo, newVersionOf }: FileOptions,
  fields: Row,
  { signal }: Pick<Session, 'signal'>,
): Promise<{ readonly versionId: string; readonly documentId: string }> {
  const source = await openFileByteSource(file);
  const title = Object.values(fields)[0];
  return records.uploadFile(source, {
    fileName: basename(file),
    signal,
    ...(typeof title === 'string' && { title }),
    ...(linkedTo !== undefined && { linkedTo }),
    ...(newVersionOf !== undefined && { newVersionOf }),
  });
}
