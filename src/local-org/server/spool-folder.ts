import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder for uploads, results and query pages. */
export interface SpoolFolder {
  readonly path: string;
  remove(): void;
}

/** Creates a folder among the system's temporary files; nothing of it outlives the org. */
export function createSpoolFolder(): SpoolFolder {
  const path = mkdtempSync(join(tmpdir(), 'sfsc-org-'));
  return {
    path,
    remove: () => {
      rmSync(path, { recursive: true, force: true });
    },
  };
}

/** The folder beside a data file, `<data file>.spool`, where the files of jobs outlive the org; made when missing. */
export function keptSpoolFolder(dataFile: string): string {
  const path = `${dataFile}.spool`;
  mkdirSync(path, { recursive: true });
  return path;
}
