import { describe, expect, it } from 'vitest';
import { RequestSlots } from '../../../src/connection/transport/request-slots.ts';

describe('RequestSlots', () => {
  it('lets callers in by order of arrival', async () => {
    const slots = new RequestSlots(1);
    const entered: string[] = [];
    const first = await slots.acquire();
    const others = ['a', 'b', 'c'].map(async (name) => {
      const slot = await slots.acquire();
      entered.push(name);
      slot.release();
    });
    expect(entered).toEqual([]);
    first.release();
    await Promise.all(others);
    expect(entered).toEqual(['a', 'b', 'c']);
  });

  it('gives the place of a caller that stops waiting to the next one', async () => {
    const slots = new RequestSlots(1);
    const stop = new AbortController();
    const first = await slots.acquire();
    const impatient = slots.acquire(stop.signal);
    const patient = slots.acquire();
    stop.abort();
    await expect(impatient).rejects.toMatchObject({ code: 'cancelled' });
    first.release();
    (await patient).release();
    await slots.acquire();
  });

  it('lets nobody in under a signal that has aborted', async () => {
    const slots = new RequestSlots(1);
    await expect(slots.acquire(AbortSignal.abort())).rejects.toMatchObject({ code: 'cancelled' });
    await slots.acquire();
  });

  it('lets half as many in when the org says that too many are running, and more again when it takes them', async () => {
    const slots = new RequestSlots(4);
    let entered = 0;
    const enter = async () => {
      const slot = await slots.acquire();
      entered += 1;
      return slot;
    };
    const running = await Promise.all([enter(), enter(), enter(), enter()]);
    const later = Array.from({ length: 20 }, enter);
    for (const slot of running) {
      slot.release();
      slot.tooMany();
    }
    const [one, two] = await Promise.all(later.slice(0, 2));
    // The first was let in before anybody knew; now there are two slots.
    expect(entered).toBe(4 + 2);
    for (let taken = 0; taken < 2 * 5; taken += 1) one?.taken();
    await later[2];
    expect(entered).toBe(4 + 3);
    one?.release();
    two?.release();
    await later[4];
    expect(entered).toBe(4 + 5);
  });
});
