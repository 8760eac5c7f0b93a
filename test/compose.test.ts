import { tmpdir } from 'node:os';
import { describe, expect, it } from 'vitest';
import { createRunContext } from '../src/compose.ts';
import { createPinoLogger } from '../src/pino-logger.ts';

describe('createRunContext', () => {
  it('gives real time that does not jump back', () => {
    const { clock } = createRunContext();
    const [first, second] = [clock.monotonicMs(), clock.monotonicMs()];
    expect(second).toBeGreaterThanOrEqual(first);
    expect(Math.abs(clock.now() - Date.now())).toBeLessThan(1_000);
  });

  it('ends a sleep with the reason of the signal, at once', async () => {
    const reason = new RangeError('enough');
    const stop = new AbortController();
    const sleeping = createRunContext().clock.sleep(60_000, stop.signal);
    stop.abort(reason);
    await expect(sleeping).rejects.toBe(reason);
  });

  it('makes ids that differ', () => {
    const context = createRunContext();
    const ids = new Set(Array.from({ length: 100 }, () => context.newId()));
    expect(ids.size).toBe(100);
    expect([...ids].every((id) => /^[\w-]{16,}$/.test(id))).toBe(true);
  });

  it('spools where it is told, and else where the operating system does', () => {
    expect(createRunContext({ temporaryFolder: '/spool' }).temporaryFolder).toBe('/spool');
    expect(createRunContext().temporaryFolder).toBe(tmpdir());
  });
});

describe('createPinoLogger', () => {
  it('writes one JSON line with message and fields, from its level on', () => {
    const lines: string[] = [];
    const logger = createPinoLogger({ level: 'warn', destination: { write: (line) => lines.push(line) } });
    logger.info('not this', { jobId: '750' });
    logger.warn('A job is slow', { jobId: '750', seconds: 12 });
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      level: 40,
      msg: 'A job is slow',
      jobId: '750',
      seconds: 12,
    });
  });
});
