import { readFileSync } from 'node:fs';

/**
 * Reads a JSON file of the package's `fixtures/` folder. The path works from the sources and from the built files,
 * because both lie three folders below the package.
 */
export function readFixture(path: string): unknown {
  return JSON.parse(readFileSync(new URL(`../../../fixtures/${path}`, import.meta.url), 'utf8'));
}
