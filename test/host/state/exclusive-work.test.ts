import { once } from 'node:events';
import { readFile, readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createRunContext } from '../../../src/compose.ts';
import type { Clock } from '../../../src/contract/clock.ts';
import type { StateStore } from '../../../src/contract/state-store.ts';
import { thisProcess, type ProcessIdentity } from '../../../src/host/state/process-identity.ts';
import { firstLineOf, kill, newState, startProcess } from './state-folder-set-up.ts';

const isFree = (): Promise<string> => Promise.resolve('free');
const mustNotRun = (): Promise<never> => Promise.reject(new RangeError('must not run'));

async function count(state: StateStore): Promise<void> {
  await state.write('count', String(Number((await state.read('count')) ?? '0') + 1));
}

async function lockFileOf(folder: string, state: StateStore): Promise<string> {
  return await state.exclusively('a', async () => join(folder, (await readdir(folder))[0] ?? ''));
}

/** Somebody who gives up as soon as he would have to wait. */
function impatient(clock: Clock) {
  const stop = new AbortController();
  const sleep = (): Promise<never> => {
    stop.abort();
    return Promise.reject(new RangeError('enough'));
  };
  return { clock: { ...clock, sleep }, signal: stop.signal };
}

describe('exclusive work on a state folder', () => {
  it('runs one after the other for one key, and side by side for two', async () => {
    const { state } = await newState();
    const order: string[] = [];
    const { promise: finished, resolve: finish } = Promise.withResolvers<undefined>();
    const first = state.exclusively('a', async () => {
      order.push('first begins');
      await finished;
      order.push('first ends');
      return 1;
    });
    const second = state.exclusively('a', () => Promise.resolve(order.push('second')));
    await state.exclusively('b', () => Promise.resolve(order.push('other')));
    await expect.poll(() => order).toContain('first begins');
    finish(undefined);
    expect(await first).toBe(1);
    await second;
    expect(order.filter((entry) => entry !== 'other')).toEqual(['first begins', 'first ends', 'second']);
    expect(order.indexOf('other')).toBeLessThan(order.indexOf('first ends'));
  });

  it('gives back what the work throws, and is free again after it', async () => {
    const { folder, state } = await newState();
    const work = () => Promise.reject(new RangeError('work'));
    await expect(state.exclusively('a', work)).rejects.toThrow('work');
    expect(await readdir(folder)).toEqual([]);
    expect(await state.exclusively('a', isFree)).toBe('free');
  });

  it('lets a signal end the waiting, in this process and for another one, but not the work', async () => {
    const { open, state } = await newState();
    const { promise: finished, resolve: finish } = Promise.withResolvers<string>();
    const { promise: begun, resolve: begin } = Promise.withResolvers<undefined>();
    const stop = new AbortController();
    const work = (): Promise<string> => {
      begin(undefined);
      return finished;
    };
    const first = state.exclusively('a', work, stop.signal);
    await begun;
    const inQueue = state.exclusively('a', mustNotRun, stop.signal);
    const atLock = open().exclusively('a', mustNotRun, stop.signal);
    const refused = [inQueue, atLock].map((waiting) =>
      expect(waiting).rejects.toMatchObject({ code: 'cancelled' }),
    );
    stop.abort(new RangeError('enough'));
    await Promise.all(refused);
    await expect(state.exclusively('a', mustNotRun, stop.signal)).rejects.toMatchObject({
      code: 'cancelled',
    });
    finish('done');
    expect(await first).toBe('done');
    expect(await open().exclusively('a', isFree)).toBe('free');
  });

  it('loses no count of several processes', async () => {
    const { folder, state } = await newState();
    const children = Array.from({ length: 3 }, () => startProcess(folder, 'increment'));
    const codes = await Promise.all(children.map(async (child) => (await once(child, 'exit'))[0] as number));
    expect(codes).toEqual([0, 0, 0]);
    expect(await state.read('count')).toBe('150');
    expect((await readdir(folder)).length).toBe(1);
  });

  it('waits for another process, and is free again when that was killed', async () => {
    const { folder, open, state } = await newState();
    const child = startProcess(folder, 'hold');
    await firstLineOf(child);
    const stop = new AbortController();
    const impatient = expect(open().exclusively('count', mustNotRun, stop.signal)).rejects.toMatchObject({
      code: 'cancelled',
    });
    stop.abort();
    await impatient;
    const waiting = state.exclusively('count', isFree);
    await kill(child);
    expect(await waiting).toBe('free');
    expect(await readdir(folder)).toEqual([]);
  });

  it('lets only one of many take over what a killed process held', async () => {
    const { folder, open, state } = await newState();
    const child = startProcess(folder, 'hold');
    await firstLineOf(child);
    await kill(child);
    await Promise.all(Array.from({ length: 8 }, () => open().exclusively('count', () => count(state))));
    expect(await state.read('count')).toBe('8');
    expect((await readdir(folder)).length).toBe(1);
  });

  it('is taken over from another machine after a quarter of an hour, and not before', async () => {
    const { folder, context, open } = await newState();
    const sinceMs = context.clock.now();
    const file = await lockFileOf(folder, open());
    await writeFile(file, JSON.stringify({ token: 'left', pid: 1, place: 'elsewhere', sinceMs }));
    const clock = {
      ...context.clock,
      sleep: (delayMs: number) => {
        expect(delayMs).toBeLessThanOrEqual(200);
        context.advance(30_000);
        return Promise.resolve();
      },
    };
    const atMs = await open(7, clock).exclusively('a', () => Promise.resolve(clock.now()));
    expect(atMs - sinceMs).toBe(930_000);
  });

  it.each([
    ['a file that says nothing', ''],
    ['a file that is no lock', '{"pid":"1"}'],
    [
      'an earlier process that had the number of this one',
      (own: ProcessIdentity) => ({ token: 't', ...own, started: '1', sinceMs: Date.now() }),
    ],
  ])('is taken over at once from %s', async (_, content) => {
    const { folder, open, state } = await newState();
    const file = await lockFileOf(folder, state);
    await writeFile(
      file,
      typeof content === 'string' ? content : JSON.stringify(content(await thisProcess())),
    );
    const clock = { ...createRunContext().clock, sleep: mustNotRun };
    expect(await open(7, clock).exclusively('a', isFree)).toBe('free');
    await expect(stat(file)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('is not taken over from a process that runs, however long it works', async () => {
    const { folder, context, open } = await newState();
    const child = startProcess(folder, 'hold');
    await firstLineOf(child);
    context.advance(Date.now() + 100 * 900_000 - context.clock.now());
    const { clock, signal } = impatient(context.clock);
    await expect(open(7, clock).exclusively('count', isFree, signal)).rejects.toMatchObject({
      code: 'cancelled',
    });
    await kill(child);
    expect(await open(7, clock).exclusively('count', isFree)).toBe('free');
  });

  it('is not taken over because this container has no process of the number that holds it', async () => {
    const { folder, context, open } = await newState();
    const file = await lockFileOf(folder, open());
    const { place } = await thisProcess();
    const holder = {
      token: 'other',
      place: `${place}x`,
      pid: 999_999,
      started: '1',
      sinceMs: context.clock.now(),
    };
    await writeFile(file, JSON.stringify(holder));
    const { clock, signal } = impatient(context.clock);
    await expect(open(7, clock).exclusively('a', isFree, signal)).rejects.toMatchObject({
      code: 'cancelled',
    });
  });

  it('leaves a lock alone that was taken over because it was overdue', async () => {
    const { folder, context, open } = await newState();
    const file = await lockFileOf(folder, open());
    const content = JSON.stringify({ token: 'newer', pid: 1, place: 'elsewhere', sinceMs: 0 });
    await open(7, context.clock).exclusively('a', async () => {
      context.advance(1_000_000);
      await writeFile(file, content);
    });
    expect(await readFile(file, 'utf8')).toBe(content);
  });
});
