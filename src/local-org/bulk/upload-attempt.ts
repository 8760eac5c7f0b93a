import { createHash } from 'node:crypto';

/** One PUT to a job, as the org saw it. */
export interface UploadAttempt {
  /** Bytes that arrived. */
  readonly bytes: number;
  /** SHA-256 of these bytes, in lower-case hexadecimal. */
  readonly sha256: string;
  /** `false`: the client went away, or the org refused the rest. */
  readonly complete: boolean;
}

/** Counts and hashes the bytes of an upload as they pass. */
export class UploadMeter {
  readonly #hash = createHash('sha256');
  #bytes = 0;

  get bytes(): number {
    return this.#bytes;
  }

  add(chunk: Uint8Array): void {
    this.#bytes += chunk.byteLength;
    this.#hash.update(chunk);
  }

  /** May be called once. */
  end(complete: boolean): UploadAttempt {
    return { bytes: this.#bytes, sha256: this.#hash.digest('hex'), complete };
  }
}
