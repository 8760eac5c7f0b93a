import { tmpdir } from 'node:os';
import { afterEach, describe, expect, it, vi } from 'vitest';
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

describe('the proxies of the environment', () => {
  afterEach(() => {
    vi.unstubAllEnvs();
  });

  it('are lent, whichever way their names are written; lower case wins', () => {
    vi.stubEnv('HTTPS_PROXY', 'http://upper.example');
    vi.stubEnv('https_proxy', 'http://lower.example');
    vi.stubEnv('HTTP_PROXY', 'http://plain.example');
    vi.stubEnv('http_proxy', '');
    vi.stubEnv('no_proxy', 'a.example');
    expect(createRunContext().proxies).toEqual({
      httpsProxy: 'http://lower.example',
      httpProxy: 'http://plain.example',
      noProxy: 'a.example',
    });
  });

  it('are none when the variables are empty or missing', () => {
    for (const name of ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy', 'NO_PROXY', 'no_proxy'])
      vi.stubEnv(name, name === 'HTTPS_PROXY' ? '' : undefined);
    expect(createRunContext().proxies).toEqual({});
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
