/**
 * A number from 0 up to 1 that looks random and is always the same for the same seed and turn, so that the same script
 * and the same traffic give the same faults.
 */
export function chance(seed: number, turn: number): number {
  let bits = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) + Math.imul(turn, 0xc2b2ae35);
  bits = Math.imul(bits ^ (bits >>> 15), bits | 1);
  bits ^= bits + Math.imul(bits ^ (bits >>> 7), bits | 61);
  return ((bits ^ (bits >>> 14)) >>> 0) / 4_294_967_296;
}

/** A turn for {@link chance} that belongs to a text. */
export function turnOf(text: string): number {
  let hash = 2_166_136_261;
  for (const character of text) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 16_777_619);
  return hash >>> 0;
}

/** The items in another order, the same one for the same seed. */
export function shuffled<T>(items: readonly T[], seed: number): T[] {
  return items
    .map((item, index) => ({ item, rank: chance(seed, index + 1) }))
    .sort((one, other) => one.rank - other.rank)
    .map(({ item }) => item);
}
