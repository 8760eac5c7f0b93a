import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SlotCount } from '../../../src/connection/transport/slot-count.ts';

/** Has the org take exchanges until there is one slot more; how many that took. */
function growOnce(count: SlotCount): number {
  const before = count.slots;
  for (let taken = 1; taken <= 1000; taken += 1) {
    count.taken();
    if (count.slots > before) return taken;
  }
  return Infinity;
}

describe('SlotCount', () => {
  it('begins with all slots and never has more', () => {
    const count = new SlotCount(10);
    expect(count.slots).toBe(10);
    expect(growOnce(count)).toBe(Infinity);
  });

  it('halves, down to one', () => {
    const count = new SlotCount(10);
    const seen = Array.from({ length: 5 }, () => {
      count.tooMany(count.round);
      return count.slots;
    });
    expect(seen).toEqual([5, 2, 1, 1, 1]);
  });

  it('takes what a whole round is told together as one piece of news', () => {
    const count = new SlotCount(10);
    const { round } = count;
    for (let refused = 0; refused < 10; refused += 1) count.tooMany(round);
    expect(count.slots).toBe(5);
    count.tooMany(count.round);
    expect(count.slots).toBe(2);
  });

  it('grows by one slot after five exchanges for each that there is, up to where it began', () => {
    const count = new SlotCount(4);
    count.tooMany(count.round);
    count.tooMany(count.round);
    expect([growOnce(count), growOnce(count), growOnce(count), growOnce(count)]).toEqual([
      5,
      10,
      15,
      Infinity,
    ]);
    expect(count.slots).toBe(4);
  });

  it('counts from the beginning again after a halving', () => {
    const count = new SlotCount(2);
    count.tooMany(count.round);
    for (let taken = 0; taken < 4; taken += 1) count.taken();
    count.tooMany(count.round);
    expect(growOnce(count)).toBe(5);
  });

  it('stays between one and all, whatever happens', () => {
    const events = fc.array(fc.record({ isTaken: fc.boolean(), roundsAgo: fc.nat(2) }));
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100 }), events, (most, happened) => {
        const count = new SlotCount(most);
        for (const { isTaken, roundsAgo } of happened) {
          if (isTaken) count.taken();
          else count.tooMany(count.round - roundsAgo);
          expect(count.slots).toBeGreaterThanOrEqual(1);
          expect(count.slots).toBeLessThanOrEqual(most);
        }
      }),
    );
  });
});
