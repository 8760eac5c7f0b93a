import { describe, expect, it } from 'vitest';
import { CallReserve, type AdmittedCall } from '../../../src/connection/rest/call-reserve.ts';
import { testRunContext } from '../../support/test-run-context.ts';

const never = new AbortController().signal;

/** A reserve of 10, and whether a caller gets through at once. */
function openReserve(reserve = 10) {
  const context = testRunContext();
  const calls = new CallReserve(context.clock, reserve);
  const advance = (milliseconds: number): void => {
    context.advance(milliseconds);
  };
  const admit = (signal = never) => calls.admit(() => signal);
  /** Whether a caller would be let in without waiting. */
  const isFree = async (): Promise<boolean> => {
    const stop = new AbortController();
    const asked = admit(stop.signal).then(
      (call) => {
        call.endUnsent();
        return true;
      },
      () => false,
    );
    await Promise.resolve();
    await Promise.resolve();
    stop.abort();
    return asked;
  };
  const told = (used: number, allowed = 100) => ({ used, allowed });
  return { admit, isFree, told, advance };
}

describe('a reserve of API calls', () => {
  it('is no hindrance when there is none', async () => {
    const { admit } = openReserve(0);
    const calls = await Promise.all(Array.from({ length: 50 }, () => admit()));
    for (const call of calls) call.end({ used: 100, allowed: 100 });
    await admit();
  });

  it('lets one call out until its answer has told the count', async () => {
    const { admit, isFree, told } = openReserve();
    const first = await admit();
    const waiting = [admit(), admit()];
    expect(await isFree()).toBe(false);
    first.end(told(50));
    const admitted = await Promise.all(waiting);
    expect(admitted).toHaveLength(2);
    expect(await isFree()).toBe(true);
  });

  it('lets the next one out when an answer did not tell', async () => {
    const { admit, isFree } = openReserve();
    const first = await admit();
    const [second, third] = [admit(), admit()];
    first.end(undefined);
    const admitted = await second;
    expect(await isFree()).toBe(false);
    admitted.end({ used: 1, allowed: 100 });
    await third;
  });

  it('is never touched: what is under way counts as spent', async () => {
    const { admit, told } = openReserve();
    (await admit()).end(told(85));
    const calls: AdmittedCall[] = [];
    for (let call = 0; call < 5; call += 1) calls.push(await admit());
    await expect(admit()).rejects.toMatchObject({
      code: 'api-reserve-reached',
      category: 'limit',
      recovery: 'retry',
      details: { used: 85, allowed: 100, underWay: 5, reserve: 10 },
      retryAfterMs: 900_000,
    });
    for (const [index, call] of calls.entries()) call.end(told(86 + index));
    await expect(admit()).rejects.toMatchObject({ details: { used: 90, underWay: 0 } });
  });

  it('counts a call whose answer was lost, and none that never left', async () => {
    const { admit, told } = openReserve();
    (await admit()).end(told(88));
    (await admit()).endUnsent();
    (await admit()).end(undefined);
    (await admit()).endUnsent();
    (await admit()).end(undefined);
    await expect(admit()).rejects.toMatchObject({ details: { used: 90 } });
  });

  it('does not believe an answer that was overtaken', async () => {
    const { admit, told } = openReserve();
    (await admit()).end(told(80));
    const [slow, quick] = [await admit(), await admit()];
    quick.end(told(90));
    slow.end(told(81));
    await expect(admit()).rejects.toMatchObject({ details: { used: 90 } });
  });

  it('notices that calls have become free again', async () => {
    const { admit, told } = openReserve();
    (await admit()).end(told(89));
    (await admit()).end(told(20));
    const calls = await Promise.all(Array.from({ length: 70 }, () => admit()));
    expect(calls).toHaveLength(70);
    await expect(admit()).rejects.toMatchObject({ details: { used: 20, underWay: 70 } });
  });

  it('asks the org again by one call after 15 minutes, and not before', async () => {
    const { admit, isFree, told, advance } = openReserve();
    (await admit()).end(told(95));
    advance(899_999);
    await expect(admit()).rejects.toMatchObject({ retryAfterMs: 1 });
    advance(1);
    const asking = await admit();
    expect(await isFree()).toBe(false);
    asking.end(told(95));
    await expect(admit()).rejects.toMatchObject({ retryAfterMs: 900_000 });
    advance(900_000);
    (await admit()).end(told(10));
    expect(await isFree()).toBe(true);
  });

  it('asks again until it is told, so that an ended session is no dead end', async () => {
    const { admit, told, advance } = openReserve();
    (await admit()).end(told(95));
    advance(900_000);
    (await admit()).end(undefined);
    (await admit()).end(undefined);
    (await admit()).end(told(95));
    await expect(admit()).rejects.toMatchObject({ code: 'api-reserve-reached' });
  });

  it('lets a caller go that stops waiting', async () => {
    const { admit } = openReserve();
    const first = await admit();
    const stop = new AbortController();
    const waiting = admit(stop.signal);
    stop.abort();
    await expect(waiting).rejects.toMatchObject({ code: 'cancelled' });
    await expect(admit(AbortSignal.abort())).rejects.toMatchObject({ code: 'cancelled' });
    first.endUnsent();
    await admit();
  });
});
