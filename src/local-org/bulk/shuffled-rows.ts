import type { RowSpool } from '../server/row-spool.ts';

/** Rows that are in memory at a time. */
const blockRows = 1000;

/**
 * The rows of a spool in an order of its own, the same one every time for the same seed: blocks change places, and so do
 * the rows within a block. One block is in memory at a time.
 */
export function* shuffledRows(spool: RowSpool, seed: string): Generator<string> {
  const random = generator(seed);
  const { rowCount } = spool;
  const blocks = shuffle(
    Array.from({ length: Math.ceil(rowCount / blockRows) }, (_, block) => block),
    random,
  );
  for (const block of blocks) {
    const offset = block * blockRows;
    const rows = spool.readRows(offset, Math.min(blockRows, rowCount - offset));
    yield shuffle(rows, random).join('');
  }
}

/** In place. */
function shuffle<T>(items: T[], random: () => number): T[] {
  for (let last = items.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1));
    const item = items[last] as T;
    items[last] = items[other] as T;
    items[other] = item;
  }
  return items;
}

/** Numbers from 0 to 1 that follow from the seed (FNV-1a into xorshift32). */
function generator(seed: string): () => number {
  let state = 0x811c9dc5;
  for (const character of seed) state = Math.imul(state ^ (character.codePointAt(0) ?? 0), 0x01000193);
  state |= 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 0x1_0000_0000;
  };
}
