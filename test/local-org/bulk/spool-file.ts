import { existsSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Where an org keeps this file; other orgs run at the same time, so its name must be one of a kind. */
export function findSpoolFile(name: string): string | undefined {
  return readdirSync(tmpdir())
    .filter((folder) => folder.startsWith('sfsc-org-'))
    .map((folder) => join(tmpdir(), folder, name))
    .find((file) => existsSync(file));
}
