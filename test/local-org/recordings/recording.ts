import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = join(import.meta.dirname, '../../../fixtures/wire/rest');

/** A request to a real org, and what it answered. */
export interface Exchange {
  readonly method: string;
  /** With `vxx.0` where the recording leaves the version open. */
  readonly path: string;
  readonly body?: unknown;
  readonly status: number;
  readonly answer: unknown;
}

/** Recorded traffic. */
export interface Recording {
  readonly name: string;
  /** Records that the recorded org had before: made first, under ids of our own. */
  readonly prepare: readonly {
    readonly id: string;
    readonly object: string;
    readonly fields: Readonly<Record<string, unknown>>;
  }[];
  readonly exchanges: readonly Exchange[];
}

/** All recordings of `fixtures/wire/rest`. */
export const recordings: readonly Recording[] = readdirSync(folder)
  .filter((file) => file.endsWith('.json'))
  .map((file) => ({
    name: file.replace('.json', ''),
    ...(JSON.parse(readFileSync(join(folder, file), 'utf8')) as Omit<Recording, 'name'>),
  }));
