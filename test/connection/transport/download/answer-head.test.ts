import { describe, expect, it } from 'vitest';
import { setUpDownloads, sized, textOf } from './download-set-up.ts';

const start = 'HTTP/1.1 200 OK\r\n';

describe('the head of a download', () => {
  it('gives the status and the headers, in lower case, joined, without the space around them', async () => {
    await using set = await setUpDownloads(
      sized('x', 'X-One: a\r\nx-one:\t b \r\nX-Empty:\r\nX-Latin: \u00e9\r\n'),
    );
    const answer = await set.get();
    expect(answer.status).toBe(200);
    expect({ ...answer.headers }).toEqual({
      'content-length': '1',
      'x-one': 'a, b',
      'x-empty': '',
      'x-latin': '\u00e9',
    });
    await answer.body.return();
  });

  it.each(['__proto__', 'constructor', 'toString'])('takes a header named %s for a header', async (name) => {
    await using set = await setUpDownloads(sized('x', `${name}: mine\r\n`));
    const answer = await set.get();
    expect(Object.entries(answer.headers)).toContainEqual([name.toLowerCase(), 'mine']);
    await answer.body.return();
  });

  it.each(['HTTP/1.1 200', 'HTTP/1.1 200 ', 'HTTP/1.0 200 Fine'])(
    'may begin with "%s"',
    async (statusLine) => {
      await using set = await setUpDownloads(`${statusLine}\r\ncontent-length: 1\r\n\r\nx`);
      expect(await textOf(await set.get())).toBe('x');
    },
  );

  it('is found when it comes byte by byte', async () => {
    const bytes = sized('body', 'x-answer: yes\r\n');
    await using set = await setUpDownloads((socket) => {
      let at = 0;
      const writeNext = (): void => {
        if (at < bytes.length) socket.write(bytes.charAt(at++), writeNext);
      };
      writeNext();
    });
    const answer = await set.get();
    expect(answer.headers['x-answer']).toBe('yes');
    expect(await textOf(answer)).toBe('body');
  });

  it('comes after interim answers, which are skipped', async () => {
    const interim = 'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nlink: </x>\r\n\r\n';
    await using set = await setUpDownloads(interim + sized('done'));
    const answer = await set.get();
    expect([answer.status, answer.headers['link'], await textOf(answer)]).toEqual([200, undefined, 'done']);
  });

  it.each([
    ['another protocol', 'SSH-2.0-OpenSSH_9.6\r\n\r\n'],
    ['a later version', 'HTTP/2 200\r\n\r\n'],
    ['a status of two digits', 'HTTP/1.1 20 OK\r\n\r\n'],
    ['a status of four digits', 'HTTP/1.1 2000 OK\r\n\r\n'],
    ['a switch of protocols', 'HTTP/1.1 101 Switching Protocols\r\nupgrade: h2c\r\n\r\n'],
    ['a header without a name', `${start}: x\r\n\r\n`],
    ['a header without a colon', `${start}content-length\r\n\r\n`],
    ['a space before the colon', `${start}content-length : 1\r\n\r\nx`],
    ['a folded header', `${start}x-one: a\r\n b\r\ncontent-length: 1\r\n\r\nx`],
    ['a bare line feed in a header', `${start}x-one: a\ncontent-length: 1\r\n\r\nx`],
    ['a bare carriage return in a header', `${start}x-one: a\rb\r\ncontent-length: 1\r\n\r\nx`],
    ['a NUL in a header', `${start}x-one: a\0b\r\n\r\n`],
    ['a head that does not end', `${start}x-one: ${'a'.repeat(70_000)}`],
    ['a head of many headers', `${start}${'x-one: aaaaaaaaaa\r\n'.repeat(5000)}\r\n`],
    ['interim answers without end', 'HTTP/1.1 100 Continue\r\n\r\n'.repeat(5000)],
  ])('is refused for %s', async (_what, bytes) => {
    await using set = await setUpDownloads(bytes);
    await expect(set.get()).rejects.toMatchObject({ name: 'WireError', code: 'NOT_HTTP' });
  });

  it('never shows up in the message of a refusal', async () => {
    await using set = await setUpDownloads(`${start}set-cookie sid=SecretCanary\r\n\r\n`);
    await expect(set.get()).rejects.toSatisfy((error) => !String(error).includes('Canary'));
  });

  it('is missing when the line ends before it', async () => {
    await using set = await setUpDownloads((socket) => socket.end('HTTP/1.1 200 OK\r\nx-one'));
    await expect(set.get()).rejects.toMatchObject({ code: 'ANSWER_CUT' });
  });
});
