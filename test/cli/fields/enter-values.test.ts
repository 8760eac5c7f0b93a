import { PassThrough } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { confirm } from '../../../src/cli/fields/confirm.ts';
import { enterValues } from '../../../src/cli/fields/enter-values.ts';

const never = new AbortController().signal;

/** What a pipe gives, or a keyboard; and all that was shown. */
function streams(typed: string, terminal = false, signal = never) {
  const input = new PassThrough();
  const rawModes: boolean[] = [];
  if (terminal) {
    Object.assign(input, { isTTY: true, setRawMode: (raw: boolean) => void rawModes.push(raw) });
  }
  const shown: string[] = [];
  const output = new PassThrough().on('data', (data: Buffer) => void shown.push(data.toString()));
  input.end(typed);
  return { input, output, signal, rawModes, shown: () => shown.join('') };
}

const enter = async (paths: readonly string[], typed: string, terminal = false) =>
  Object.fromEntries(await enterValues(paths, streams(typed, terminal)));

describe('from a pipe', () => {
  test('one line is one value, in the order of the paths; an empty line is an empty value', async () => {
    expect(await enter(['password', 'securityToken'], ' secret with spaces \n\n')).toEqual({
      password: ' secret with spaces ',
      securityToken: '',
    });
  });

  test('the last line needs no end, CRLF is an end, and a byte order mark is none of it', async () => {
    expect(await enter(['a', 'b'], '\uFEFFone\r\n£&<>"ß漢')).toEqual({ a: 'one', b: '£&<>"ß漢' });
  });

  test('PEM text goes on to its own end', async () => {
    const pem = '-----BEGIN PRIVATE KEY-----\nAAAA\nBBBB\n-----END PRIVATE KEY-----\n';
    expect(await enter(['key', 'passphrase'], `${pem}word\n`)).toEqual({ key: pem, passphrase: 'word' });
  });

  test('that ends too early, or holds more, is a mistake that names fields and no values', async () => {
    await expect(enter(['a', 'b'], 'canary\n')).rejects.toThrow('ended before b');
    await expect(enter(['a'], '')).rejects.toThrow('ended before a');
    await expect(enter(['a'], '-----BEGIN X-----\ncanary\n')).rejects.toThrow('ended before a');
    const error: unknown = await enter(['a'], 'canary-1\ncanary-2\n').catch((reason: unknown) => reason);
    expect(String(error)).toMatch(/more lines than fields to enter \(a\)/);
    expect(String(error)).not.toContain('canary');
  });

  test('is not read when there is nothing to enter', async () => {
    expect(await enter([], 'rows of a file\n')).toEqual({});
  });
});

describe('on a terminal', () => {
  test('every value is asked for, and nothing that is typed is shown', async () => {
    const terminal = streams('canary-1\rcanary-2\r', true);
    const entered = await enterValues(['password', 'securityToken'], terminal);
    expect(Object.fromEntries(entered)).toEqual({ password: 'canary-1', securityToken: 'canary-2' });
    expect(terminal.shown()).toBe('password (not shown): \nsecurityToken (not shown): \n');
    expect(terminal.rawModes).toEqual([true, false]);
  });

  test('a mistyped character can be taken back', async () => {
    expect(await enter(['password'], 'secrex\u007ft\r', true)).toEqual({ password: 'secret' });
  });

  test('Ctrl+C cancels', async () => {
    await expect(enter(['password'], 'sec\u0003', true)).rejects.toMatchObject({ code: 'cancelled' });
  });

  test('so does the signal of the command', async () => {
    const abort = new AbortController();
    const terminal = streams('', true, abort.signal);
    abort.abort();
    await expect(enterValues(['password'], terminal)).rejects.toMatchObject({ code: 'cancelled' });
  });
});

describe('a question', () => {
  test.each([
    ['y\r', true],
    ['YES\r', true],
    ['\r', false],
    ['n\r', false],
    ['yesterday\r', false],
  ])('answered by %j is %s', async (typed, answer) => {
    const terminal = streams(typed, true);
    expect(await confirm('Delete it?', terminal)).toBe(answer);
    expect(terminal.shown()).toContain('Delete it? [y/N] ');
  });

  test('that nobody can answer is a mistake that names --yes', async () => {
    await expect(confirm('Delete it?', streams('y\n'))).rejects.toMatchObject({
      nextSteps: [expect.stringContaining('--yes')],
    });
  });

  test('is cancelled by the signal', async () => {
    const input = Object.assign(new PassThrough(), { isTTY: true, setRawMode: () => undefined });
    await expect(
      confirm('Delete it?', { input, output: new PassThrough(), signal: AbortSignal.abort() }),
    ).rejects.toMatchObject({ code: 'cancelled' });
  });
});
