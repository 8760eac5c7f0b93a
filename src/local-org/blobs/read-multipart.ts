import { Busboy, type BusboyInstance } from '@fastify/busboy';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ApiError } from '../server/api-error.ts';
import { headerOf, type OrgRequest } from '../server/org-request.ts';
import type { BlobStore, BlobWriter } from './blob-store.ts';

/** Bytes of one file, as Salesforce allows for content versions over REST. */
const maxFileBytes = 2 * 1024 ** 3;
/** Bytes of the part with the fields. */
const maxFieldBytes = 1024 * 1024;

/** A multipart request, read: the fields of the record, and its file by the field that it goes into. */
export interface MultipartRecord {
  /** The JSON part. */
  readonly json: string;
  /** Field name → column value of the blob. */
  readonly files: ReadonlyMap<string, string>;
}

/**
 * Reads `multipart/form-data` with one JSON part and file parts; files go into the store as they arrive. Whatever was
 * stored is removed again when the request turns out to be broken.
 * @throws ApiError 400 `INVALID_MULTIPART_REQUEST`, 413 beyond 2 GB a file.
 */
export async function readMultipart(request: OrgRequest, blobs: BlobStore): Promise<MultipartRecord> {
  const reader = readerOf(request);
  const writers = new Map<string, BlobWriter>();
  const texts: string[] = [];
  const tooLarge: string[] = [];
  reader.on('field', (_name, value) => texts.push(value));
  reader.on('file', (name, stream) => {
    const writer = blobs.begin();
    writers.set(name, writer);
    stream.on('data', (chunk: Uint8Array) => {
      writer.append(chunk);
    });
    stream.on('limit', () => tooLarge.push(name));
  });
  try {
    await pipeline(Readable.from(request.body), reader);
    if (tooLarge.length > 0)
      throw new ApiError(413, 'EXCEEDED_MAX_SIZE_REQUEST', 'The file is larger than 2 GB.');
    const [json] = texts;
    if (json === undefined) throw broken('the part with the fields of the record is missing');
    const files = new Map([...writers].map(([name, writer]) => [name, writer.finish()] as const));
    return { json, files };
  } catch (error) {
    for (const writer of writers.values()) writer.discard();
    throw error instanceof ApiError ? error : broken(error instanceof Error ? error.message : String(error));
  }
}

function readerOf(request: OrgRequest): BusboyInstance {
  const contentType = headerOf(request, 'content-type') ?? '';
  try {
    return new Busboy({
      headers: { 'content-type': contentType },
      limits: { fileSize: maxFileBytes, fieldSize: maxFieldBytes, fields: 1, files: 5, parts: 6 },
      // A part is a file when it has a file name; JSON is never one.
      isPartAFile: (_name, _type, file) => file !== undefined,
    });
  } catch (error) {
    throw broken(error instanceof Error ? error.message : String(error));
  }
}

function broken(why: string): ApiError {
  return new ApiError(400, 'INVALID_MULTIPART_REQUEST', `The multipart request cannot be read: ${why}`);
}
