import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder for uploads, results and query pages; nothing of it outlives the org. */
export interface SpoolFolder {
  readonly path: string;
  remove(): void;
}

/** Creates the folder among the system's temporary files. */
export function createSpoolFolder(): SpoolFolder {
  const path = mkdtempSync(join(tmpdir(), 'sfsc-org-'));
  return {
    path,
    remove: () => {
      rmSync(path, { recursive: true, force: true });
    },
  };
}
