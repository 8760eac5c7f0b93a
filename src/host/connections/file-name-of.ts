import { createHash } from 'node:crypto';

/** Four bytes each at most, so that the whole name stays below the 255 bytes that file systems take. */
const maxLetters = 50;
const reservedByWindows = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/iu;

/**
 * A file name for a connection, without a way out of its folder and fit for every file system. Names that it cannot
 * show as they are get a few digits of their own, so that no two names share a file, not even where upper and lower
 * case are one.
 *
 * @param taken names of the files that are in the folder
 */
export function fileNameOf(name: string, taken: readonly string[]): string {
  const shown = name.normalize('NFC').replace(/[^\p{L}\p{N}._ -]+/gu, '-');
  const short = Array.from(shown)
    .slice(0, maxLetters)
    .join('')
    .replace(/^[. -]+|[. -]+$/gu, '');
  const safe = short === '' || reservedByWindows.test(short) ? `connection-${short}` : short;
  const inUse = new Set(taken.map(folded));
  if (safe === name && !inUse.has(folded(`${safe}.json`))) return `${safe}.json`;
  const digits = createHash('sha256').update(name).digest('hex').slice(0, 10);
  return `${safe}-${digits}.json`;
}

function folded(name: string): string {
  return name.normalize('NFC').toLowerCase();
}
