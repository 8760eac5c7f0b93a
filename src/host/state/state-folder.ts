import { stat } from 'node:fs/promises';
import type { Clock } from '../../contract/clock.ts';
import type { Logger } from '../../contract/logger.ts';
import type { StateStore } from '../../contract/state-store.ts';
import { ConnectorError } from '../../errors/connector-error.ts';
import { ensureFolder } from '../files/ensure-folder.ts';
import { ifThere } from '../files/if-there.ts';
import { removeFile } from '../files/remove-file.ts';
import { writeFileAtomically } from '../files/write-file-atomically.ts';
import { fileFailure } from '../input/file-failure.ts';
import type { SecretBox } from '../secrets/secret-box.ts';
import { takeFileLock } from './file-lock.ts';
import { readPlace, statePlaceOf, type StatePlace } from './state-place.ts';
import { TurnQueue } from './turn-queue.ts';

/** What {@link openStateFolder} needs. */
export interface StateFolderOptions {
  /** Made when something is first kept, for its owner only. */
  readonly folder: string;
  /** What seals the values and hides the keys. Asked for once, and not before the folder is there or to be made. */
  readonly box: () => Promise<SecretBox>;
  readonly clock: Clock;
  readonly logger: Logger;
}

/**
 * A {@link StateStore} in a folder: one encrypted file a key. Without the box nothing in the folder can be read or made
 * up, and the names of the files give away nothing that could be guessed.
 *
 * The methods throw `file-unwritable`, `file-unreadable`, `secret-unreadable`, `cancelled` (waiting for a turn), and
 * what `box` throws.
 */
export function openStateFolder(options: StateFolderOptions): StateStore {
  return new StateFolder(options);
}

interface Place extends StatePlace {
  readonly box: SecretBox;
  readonly purpose: string;
}

class StateFolder implements StateStore {
  readonly #options: StateFolderOptions;
  readonly #turns = new TurnQueue();
  #box: Promise<SecretBox> | undefined;

  constructor(options: StateFolderOptions) {
    this.#options = options;
  }

  async read(key: string): Promise<string | undefined> {
    if (!(await this.#isBegun())) return undefined;
    const { box, purpose, ...place } = await this.#placeOf(key);
    const sealed = await readPlace(place);
    if (sealed === undefined) return undefined;
    try {
      return box.open(sealed, purpose);
    } catch (error) {
      throw error instanceof ConnectorError ? error.withDetails({ file: place.file }) : error;
    }
  }

  async write(key: string, value: string): Promise<void> {
    const { box, file, purpose } = await this.#placeOf(key);
    await this.#makeFolder(file);
    await writeFileAtomically(file, box.seal(value, purpose), { mode: 0o600 });
  }

  async remove(key: string): Promise<void> {
    if (!(await this.#isBegun())) return;
    const { file } = await this.#placeOf(key);
    await removeFile(file, file);
  }

  async exclusively<T>(key: string, work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    const { clock, logger } = this.#options;
    const endTurn = await this.#turns.take(key, signal);
    try {
      const { file } = await this.#placeOf(key);
      await this.#makeFolder(file);
      const lock = await takeFileLock({ path: `${file}.lock`, clock, signal });
      try {
        return await work();
      } finally {
        // What the work came to counts more; the lock will be taken over.
        await lock.release().catch(() => {
          logger.warn('A lock could not be released', { file });
        });
      }
    } finally {
      endTurn();
    }
  }

  /** Whether anything was ever kept. */
  async #isBegun(): Promise<boolean> {
    const { folder } = this.#options;
    return (await ifThere(stat(folder), folder)) !== undefined;
  }

  async #placeOf(key: string): Promise<Place> {
    this.#box ??= this.#options.box();
    const box = await this.#box;
    return { ...statePlaceOf(this.#options.folder, key, box), box, purpose: `state:${key}` };
  }

  async #makeFolder(file: string): Promise<void> {
    try {
      await ensureFolder(this.#options.folder, 0o700);
    } catch (error) {
      throw fileFailure(error, file, 'file-unwritable');
    }
  }
}
