import { basename } from 'node:path';
import type { Row } from '../../contract/row.ts';
import type { Session } from '../session.ts';
import type { SaveOptions } from './save-options.ts';
import { UsageFailure } from '../usage-failure.ts';
import type { ServiceCloudConnection } from './record-connection.ts';

/** Options that store a file. */
export interface FileOptions extends SaveOptions {
  /** `-` is standard input. */
  readonly file?: string;
  /** Where fields come from. */
  readonly from?: string;
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
  if (options.assignmentRule !== undefined || options.allowDuplicates !== undefined)
    throw new UsageFailure('Neither --assignment-rule nor --allow-duplicates goes with --file.', [
      'Files have no assignment rules and no duplicate rules: leave the option out.',
    ]);
  if (options.file === '-' && options.from === '-')
    throw new UsageFailure('Standard input cannot be the file and its fields.', [
      'Give the title with `--set Title=NAME`.',
    ]);
  const others = Object.keys(fields).filter((name) => name.toLowerCase() !== 'title');
  if (others.length === 0) return true;
  throw new UsageFailure(`With --file only Title can be set, not ${others.join(', ')}.`, [
    'Update the ContentVersion or the ContentDocument afterwards.',
  ]);
}

/** What storing a file needs of a session. */
export interface StoreSession extends Pick<Session, 'signal' | 'input'> {
  readonly context: Pick<Session['context'], 'temporaryFolder'>;
}

/** Stores the file that the options name. */
export async function storeFile(
  records: Pick<ServiceCloudConnection['records'], 'uploadFile'>,
  { file = '', linkedTo, newVersionOf }: FileOptions,
  fields: Row,
  session: StoreSession,
): Promise<{ readonly versionId: string; readonly documentId: string }> {
  const [title] = Object.values(fields);
  const fileName = file === '-' ? title : basename(file);
  if (typeof fileName !== 'string' || fileName === '') {
    throw new UsageFailure('A file from standard input needs a name.', [
      'Give it with `--set Title=report.pdf`.',
    ]);
  }
  const opened = await session.input(file).open(session.context.temporaryFolder, session.signal);
  try {
    return await records.uploadFile(opened.source, {
      fileName,
      signal: session.signal,
      ...(typeof title === 'string' && { title }),
      ...(linkedTo !== undefined && { linkedTo }),
      ...(newVersionOf !== undefined && { newVersionOf }),
    });
  } finally {
    await opened.release();
  }
}
