import { readFile } from 'node:fs/promises';
import { ConnectorError } from '../../../errors/connector-error.ts';
import { FailureClass } from '../../../errors/failure-class.ts';
import type { TlsOptions } from '../../options/network-schema.ts';

/** The text of a field of `tls`, and the path of the field that gave it. */
export interface PemField {
  readonly path: string;
  readonly text: string;
}

/**
 * The field itself, or what is in the file that its twin names; `undefined` when neither is there.
 *
 * @throws ConnectorError `file-not-found` or `file-unreadable`
 */
export async function pemOf(
  tls: TlsOptions,
  name: 'ca' | 'certificate' | 'key',
): Promise<PemField | undefined> {
  const text = tls[name];
  if (text !== undefined) return { path: `tls.${name}`, text };
  const file = tls[`${name}File`];
  if (file === undefined) return undefined;
  const path = `tls.${name}File`;
  try {
    return { path, text: await readFile(file, 'utf8') };
  } catch (error) {
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    throw new ConnectorError(
      isMissing ? 'file-not-found' : 'file-unreadable',
      `\`${path}\` names a file that ${isMissing ? 'is not there' : 'cannot be read'}: ${file}`,
      { details: { path: file, fields: [path], failure: FailureClass.unreachable }, cause: error },
    );
  }
}
