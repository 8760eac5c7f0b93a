import type { CallOptions } from '../../contract/connection.ts';
import type { FileDownload } from '../../connection/record-calls.ts';
import type { SalesforceConnection } from '../../connection/salesforce-connection.ts';
import { ConnectorError } from '../../errors/connector-error.ts';
import { getRecord } from './get-record.ts';
import { textOf } from './text-of.ts';

/** How ids of files (ContentDocument) begin. */
const documentPrefix = '069';

/** See `RecordCalls.downloadFile`. */
export async function downloadFile(
  connection: SalesforceConnection,
  id: string,
  call: CallOptions = {},
): Promise<FileDownload> {
  const versionId = id.startsWith(documentPrefix) ? await newestVersion(connection, id, call) : id;
  const fields = ['PathOnClient', 'Title', 'FileExtension', 'ContentSize'];
  const version = await getRecord(connection, 'ContentVersion', versionId, { ...call, fields });
  const { body } = await connection.rest.carry({
    method: 'GET',
    path: `sobjects/ContentVersion/${encodeURIComponent(versionId)}/VersionData`,
    headers: { accept: '*/*' },
    callClass: 'idempotent',
    signal: call.signal,
  });
  const size = version['ContentSize'];
  const byteLength = typeof size === 'number' ? size : undefined;
  return { fileName: fileNameOf(version), byteLength, bytes: whole(body, byteLength) };
}

async function newestVersion(
  connection: SalesforceConnection,
  id: string,
  call: CallOptions,
): Promise<string> {
  const fields = ['LatestPublishedVersionId'];
  const document = await getRecord(connection, 'ContentDocument', id, { ...call, fields });
  return textOf(document, 'LatestPublishedVersionId');
}

/** The name it was stored under; a path that a client put before it stays out. */
function fileNameOf(version: Readonly<Record<string, unknown>>): string {
  const { PathOnClient: path, Title: title, FileExtension: extension } = version;
  const name = typeof path === 'string' ? path.split(/[\\/]/).at(-1) : undefined;
  if (name !== undefined && name !== '') return name;
  return typeof extension === 'string' && extension !== '' ? `${String(title)}.${extension}` : String(title);
}

/** The same chunks; a file that ends early is an error, not a shorter file. */
async function* whole(
  body: AsyncIterable<Uint8Array>,
  byteLength: number | undefined,
): AsyncGenerator<Uint8Array, undefined, undefined> {
  let received = 0;
  for await (const chunk of body) {
    received += chunk.byteLength;
    yield chunk;
  }
  if (byteLength === undefined || received === byteLength) return undefined;
  throw new ConnectorError('unexpected-response', `The file has ${byteLength} bytes, and ${received} came.`, {
    details: { byteLength, received },
  });
}
