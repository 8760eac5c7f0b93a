import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { setUpDownloads, sized, textOf } from './download-set-up.ts';

const chunkedHead = 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n';

/** Writes bytes in pieces of the given sizes, each when the one before has gone out. */
function writeInPieces(
  socket: { write(piece: Buffer, then: () => void): unknown },
  bytes: Buffer,
  sizes: readonly number[],
): void {
  let at = 0;
  let turn = 0;
  const writeNext = (): void => {
    if (at >= bytes.length) return;
    const size = sizes[turn++ % sizes.length]!;
    socket.write(bytes.subarray(at, at + size), writeNext);
    at += size;
  };
  writeNext();
}

describe('the body of a download', () => {
  it('is the same however it was cut into chunks and pieces, answer after answer on one line', async () => {
    const body = fc.uint8Array({ maxLength: 5000 }).map((bytes) => Buffer.from(bytes));
    const sizes = fc.array(fc.integer({ min: 1, max: 700 }), { minLength: 1, maxLength: 5 });
    const extension = fc.constantFrom('', ';a', '; name="v;x"', ' ');
    const trailers = fc.constantFrom('', 'x-sum: 1\r\n', 'a: b\r\nc: d\r\n');
    let bytes: Buffer = Buffer.alloc(0);
    let pieces: readonly number[] = [1];
    await using set = await setUpDownloads((socket) => {
      writeInPieces(socket, bytes, pieces);
    });
    const cut = fc.record({
      body,
      isChunked: fc.boolean(),
      chunks: sizes,
      extension,
      trailers,
      pieces: sizes,
    });
    await fc.assert(
      fc.asyncProperty(cut, async (one) => {
        const parts = [
          Buffer.from(one.isChunked ? chunkedHead : sized('').replace(': 0', `: ${one.body.length}`)),
        ];
        if (!one.isChunked) parts.push(one.body);
        for (let at = 0, turn = 0; one.isChunked && at < one.body.length; turn += 1) {
          const part = one.body.subarray(at, at + one.chunks[turn % one.chunks.length]!);
          parts.push(
            Buffer.from(`${part.length.toString(16)}${one.extension}\r\n`),
            part,
            Buffer.from('\r\n'),
          );
          at += part.length;
        }
        if (one.isChunked) parts.push(Buffer.from(`000${one.extension}\r\n${one.trailers}\r\n`));
        bytes = Buffer.concat(parts);
        pieces = one.pieces;
        expect(await textOf(await set.get())).toBe(one.body.toString('latin1'));
      }),
      { numRuns: 60 },
    );
    expect(set.server.sockets.length).toBe(1);
  });

  it.each([204, 304])('is empty after a %i, whatever its headers promise', async (status) => {
    await using set = await setUpDownloads(`HTTP/1.1 ${status} Nothing\r\ncontent-length: 100\r\n\r\n`);
    for (let round = 0; round < 2; round += 1) {
      const answer = await set.get();
      expect([answer.status, await textOf(answer)]).toEqual([status, '']);
    }
    expect(set.server.sockets.length).toBe(1);
  });

  it('goes on to the end of the line where no length is given', async () => {
    await using set = await setUpDownloads((socket) => socket.end('HTTP/1.1 200 OK\r\n\r\nall of it'));
    expect(await textOf(await set.get())).toBe('all of it');
  });

  it('is cut off at its content-length, and the rest poisons no other answer', async () => {
    const poison = sized('poison');
    await using set = await setUpDownloads((socket, count) => {
      socket.write(count === 1 ? sized('good') + poison : sized('also good'));
    });
    expect(await textOf(await set.get())).toBe('good');
    expect(await textOf(await set.get())).toBe('also good');
    expect(set.server.sockets.length).toBe(2);
  });

  it.each([
    ['a chunked body', `${chunkedHead}1\r\nx\r\n0\r\n\r\n`],
    ['a body that cannot be', 'HTTP/1.1 204 No Content\r\n\r\n'],
  ])('leaves what comes behind %s to nobody', async (_what, first) => {
    await using set = await setUpDownloads((socket, count) => {
      socket.write(count === 1 ? first + sized('poison') : sized('good'));
    });
    await textOf(await set.get());
    expect(await textOf(await set.get())).toBe('good');
  });

  it.each([
    ['two lengths', 'content-length: 5\r\ncontent-length: 6\r\n'],
    ['the same length twice', 'content-length: 5\r\ncontent-length: 5\r\n'],
    ['a list of lengths', 'content-length: 5, 5\r\n'],
    ['a negative length', 'content-length: -5\r\n'],
    ['a signed length', 'content-length: +5\r\n'],
    ['a hexadecimal length', 'content-length: 0x5\r\n'],
    ['a length with an exponent', 'content-length: 1e1\r\n'],
    ['an empty length', 'content-length:\r\n'],
    ['a length beyond all numbers', 'content-length: 99999999999999999999\r\n'],
    ['both framings', 'content-length: 5\r\ntransfer-encoding: chunked\r\n'],
    ['a compressed transfer', 'transfer-encoding: gzip, chunked\r\n'],
    ['a chunked transfer twice', 'transfer-encoding: chunked, chunked\r\n'],
    ['a hidden chunked transfer', 'transfer-encoding: xchunked\r\n'],
    ['no transfer-encoding at all', 'transfer-encoding: identity\r\n'],
  ])('is not begun with %s', async (_what, headers) => {
    await using set = await setUpDownloads(`HTTP/1.1 200 OK\r\n${headers}\r\n5\r\nhello\r\n0\r\n\r\n`);
    await expect(set.get()).rejects.toMatchObject({ code: 'NOT_HTTP' });
  });

  it('is not begun with chunks from HTTP/1.0, which knows none', async () => {
    await using set = await setUpDownloads(chunkedHead.replace('1.1', '1.0'));
    await expect(set.get()).rejects.toMatchObject({ code: 'NOT_HTTP' });
  });

  it.each([
    ['no size', 'hello\r\n'],
    ['an empty size', '\r\nhello\r\n'],
    ['a negative size', '-5\r\nhello\r\n'],
    ['a size with a prefix', '0x5\r\nhello\r\n'],
    ['something behind its size', '5 hello\r\nhello\r\n'],
    ['a size beyond all numbers', `${'f'.repeat(16)}\r\nhello\r\n`],
    ['a size that goes on and on', `${'0'.repeat(17)}5\r\nhello\r\n`],
    ['more bytes than its size', '5\r\nhello you\r\n'],
    ['a bare line feed behind its size', '5\nhello\r\n0\r\n\r\n'],
    ['a bare line feed behind its bytes', '5\r\nhello\n0\r\n\r\n'],
    ['a bare carriage return in its extension', '5;\r0\r\nhello\r\n'],
    ['an extension without end', `5;${'a'.repeat(20_000)}`],
    ['trailers without end', `0\r\n${'a: b\r\n'.repeat(200)}`],
  ])('breaks off at a chunk with %s', async (_what, chunks) => {
    await using set = await setUpDownloads(`${chunkedHead}${chunks}`);
    const answer = await set.get();
    await expect(textOf(answer)).rejects.toMatchObject({ code: 'NOT_HTTP' });
    await expect(answer.body.next(), 'asking again').rejects.toMatchObject({ code: 'NOT_HTTP' });
  });

  it.each([
    ['of a sized body', 'HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\n12345', '12345'],
    ['inside a chunk', `${chunkedHead}a\r\n12345`, '12345'],
    ['behind a chunk', `${chunkedHead}5\r\n12345\r\n`, '12345'],
    ['before the end of the trailers', `${chunkedHead}5\r\n12345\r\n0\r\n`, '12345'],
  ])('breaks off when the line ends in the middle %s, after all that came', async (_where, bytes, came) => {
    await using set = await setUpDownloads((socket) => socket.end(bytes));
    const { body } = await set.get();
    let text = '';
    const reading = (async () => {
      for await (const chunk of body) text += String(Buffer.from(chunk));
    })();
    await expect(reading).rejects.toMatchObject({ code: 'ANSWER_CUT' });
    expect(text).toBe(came);
  });
});
