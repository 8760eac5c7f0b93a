import type { ByteSource } from '../../contract/bytes.ts';
import type { FileUpload, StoredFile } from '../../connection/record-calls.ts';
import type { RequestBody } from '../../connection/rest/rest-client.ts';
import type { SalesforceConnection } from '../../connection/salesforce-connection.ts';
import { ConnectorError } from '../../errors/connector-error.ts';
import { getRecord } from './get-record.ts';
import { newRecord } from './saved-record.ts';
import { textOf } from './text-of.ts';

/** See `RecordCalls.uploadFile`. The bytes go from the source to the socket; a second call asks for the document. */
export async function uploadFile(
  connection: SalesforceConnection,
  source: ByteSource,
  upload: FileUpload,
): Promise<StoredFile> {
  const { fileName, title, linkedTo, newVersionOf, signal } = upload;
  const fields = {
    PathOnClient: fileName,
    Title: title ?? fileName,
    ...(linkedTo !== undefined && { FirstPublishLocationId: linkedTo }),
    ...(newVersionOf !== undefined && { ContentDocumentId: newVersionOf }),
  };
  const answer = await connection.rest.send({
    method: 'POST',
    path: 'sobjects/ContentVersion',
    body: multipart(source, { fields, fileName, boundary: `sfsc-${connection.context.newId()}` }),
    callClass: 'create',
    signal,
  });
  const { id } = newRecord(answer);
  const call = { fields: ['ContentDocumentId'], ...(signal !== undefined && { signal }) };
  const version = await getRecord(connection, 'ContentVersion', id, call).catch((error: unknown) => {
    throw storedAnyway(id, error);
  });
  return { versionId: id, documentId: textOf(version, 'ContentDocumentId') };
}

/** Whoever takes the failure of the second call for that of the upload would store the file twice. */
function storedAnyway(versionId: string, cause: unknown): ConnectorError {
  const message = `The file was stored as ContentVersion ${versionId}; the call that asks for its document failed.`;
  if (cause instanceof ConnectorError && cause.code === 'cancelled') {
    return cause.withDetails({ versionId }, message);
  }
  return new ConnectorError('outcome-unknown', message, {
    cause,
    details: { versionId },
    nextSteps: [`Do not send the file again: read ContentDocumentId of ContentVersion ${versionId}.`],
  });
}

interface Parts {
  readonly fields: Readonly<Record<string, string>>;
  readonly fileName: string;
  readonly boundary: string;
}

/** Fields as JSON, then the content, as Salesforce takes them: https://developer.salesforce.com, "Insert Blob Data". */
function multipart(source: ByteSource, { fields, fileName, boundary }: Parts): RequestBody {
  const head = Buffer.from(
    [
      `--${boundary}`,
      'Content-Disposition: form-data; name="entity_content"',
      'Content-Type: application/json; charset=UTF-8',
      '',
      JSON.stringify(fields),
      `--${boundary}`,
      `Content-Disposition: form-data; name="VersionData"; filename="${inQuotes(fileName)}"`,
      'Content-Type: application/octet-stream',
      '',
      '',
    ].join('\r\n'),
  );
  const tail = Buffer.from(`\r\n--${boundary}--\r\n`);
  return {
    contentType: `multipart/form-data; boundary=${boundary}`,
    byteLength: head.byteLength + source.byteLength + tail.byteLength,
    async *open() {
      yield head;
      yield* source.open();
      yield tail;
    },
  };
}

/** As browsers write a file name into a form. */
function inQuotes(fileName: string): string {
  return fileName.replaceAll('"', '%22').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}
