import { createHash, randomUUID, type Hash } from 'node:crypto';
import type { DatabaseSync, StatementSync } from 'node:sqlite';

/** Bytes of a stored piece: what one read brings into memory. */
const pieceBytes = 256 * 1024;

/** What a column with a blob tells of it. */
export interface BlobFacts {
  readonly byteCount: number;
  /** Hexadecimal, as `ContentVersion.Checksum` shows it. */
  readonly md5: string;
}

/** Takes the bytes of one blob as they arrive. */
export interface BlobWriter {
  append(chunk: Uint8Array): void;
  /** What the record's column holds: an unguessable name with the size and checksum. */
  finish(): string;
  discard(): void;
}

/**
 * The contents of files, in pieces beside the records: neither an upload nor a download is ever whole in memory. A
 * column holds `blob:NAME:BYTES:MD5`.
 */
export class BlobStore {
  readonly #insert: StatementSync;
  readonly #select: StatementSync;
  readonly #delete: StatementSync;

  constructor(db: DatabaseSync) {
    db.exec(
      'CREATE TABLE IF NOT EXISTS "_blob" (name TEXT, piece INTEGER, bytes BLOB, PRIMARY KEY (name, piece)) WITHOUT ROWID',
    );
    this.#insert = db.prepare('INSERT INTO "_blob" VALUES (?, ?, ?)');
    this.#select = db.prepare('SELECT bytes FROM "_blob" WHERE name = ? AND piece = ?');
    this.#delete = db.prepare('DELETE FROM "_blob" WHERE name = ?');
  }

  begin(): BlobWriter {
    return new PieceWriter(
      (name, piece, bytes) => this.#insert.run(name, piece, bytes),
      (name) => this.#delete.run(name),
    );
  }

  put(bytes: Uint8Array): string {
    const writer = this.begin();
    writer.append(bytes);
    return writer.finish();
  }

  /** Whether a text is the column value of a blob that is here. */
  has(value: string): boolean {
    const name = nameOf(value);
    return name !== undefined && this.#select.get(name, 0) !== undefined;
  }

  /** The bytes, piece by piece. */
  *read(value: string): Generator<Uint8Array> {
    const name = nameOf(value) ?? '';
    for (let piece = 0; ; piece++) {
      const row = this.#select.get(name, piece);
      if (row === undefined) return;
      yield row['bytes'] as Uint8Array;
    }
  }

  remove(value: string): void {
    this.#delete.run(nameOf(value) ?? '');
  }
}

/** Size and checksum of the blob behind a column value; `undefined` for anything else. */
export function blobFacts(value: unknown): BlobFacts | undefined {
  const match = typeof value === 'string' ? pattern.exec(value) : null;
  return match === null ? undefined : { byteCount: Number(match[2]), md5: match[3] ?? '' };
}

const pattern = /^blob:([0-9a-f-]{36}):(\d+):([0-9a-f]{32})$/;

function nameOf(value: string): string | undefined {
  return pattern.exec(value)?.[1];
}

class PieceWriter implements BlobWriter {
  readonly #name = randomUUID();
  readonly #hash: Hash = createHash('md5');
  readonly #store: (name: string, piece: number, bytes: Uint8Array) => void;
  readonly #remove: (name: string) => void;
  #pending: Uint8Array[] = [];
  #pendingBytes = 0;
  #pieces = 0;
  #byteCount = 0;

  constructor(
    store: (name: string, piece: number, bytes: Uint8Array) => void,
    remove: (name: string) => void,
  ) {
    this.#store = store;
    this.#remove = remove;
  }

  append(chunk: Uint8Array): void {
    this.#hash.update(chunk);
    this.#byteCount += chunk.byteLength;
    for (let at = 0; at < chunk.byteLength;) {
      const part = chunk.subarray(at, at + pieceBytes - this.#pendingBytes);
      this.#pending.push(part);
      this.#pendingBytes += part.byteLength;
      at += part.byteLength;
      if (this.#pendingBytes === pieceBytes) this.#flush();
    }
  }

  finish(): string {
    // An empty file has one empty piece, so that it is there.
    if (this.#pendingBytes > 0 || this.#pieces === 0) this.#flush();
    return `blob:${this.#name}:${this.#byteCount}:${this.#hash.digest('hex')}`;
  }

  discard(): void {
    this.#remove(this.#name);
  }

  #flush(): void {
    this.#store(this.#name, this.#pieces++, Buffer.concat(this.#pending));
    this.#pending = [];
    this.#pendingBytes = 0;
  }
}
