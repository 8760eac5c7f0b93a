import { describe, expect, it } from 'vitest';
import { RequestSlots } from '../../../src/connection/transport/request-slots.ts';

describe('RequestSlots', () => {
  it('lets callers in by order of arrival', async () => {
    const slots = new RequestSlots(1);
    const entered: string[] = [];
    await slots.acquire();
    const others = ['a', 'b', 'c'].map(async (name) => {
      await slots.acquire();
      entered.push(name);
      slots.release();
    });
    expect(entered).toEqual([]);
    slots.release();
    await Promise.all(others);
    expect(entered).toEqual(['a', 'b', 'c']);
  });

  it('gives the place of a caller that stops waiting to the next one', async () => {
    const slots = new RequestSlots(1);
    const stop = new AbortController();
    await slots.acquire();
    const impatient = slots.acquire(stop.signal);
    const patient = slots.acquire();
    stop.abort();
    await expect(impatient).rejects.toMatchObject({ code: 'cancelled' });
    slots.release();
    await patient;
    slots.release();
    await slots.acquire();
  });

  it('lets nobody in under a signal that has aborted', async () => {
    const slots = new RequestSlots(1);
    await expect(slots.acquire(AbortSignal.abort())).rejects.toMatchObject({ code: 'cancelled' });
    await slots.acquire();
  });
});
