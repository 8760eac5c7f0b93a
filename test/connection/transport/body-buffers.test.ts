import { describe, expect, it } from 'vitest';
import { BodyBuffers } from '../../../src/connection/transport/body-buffers.ts';

/** A body whose chunks are lent: each is overwritten when the next one is asked for. */
async function* lent(...texts: readonly string[]): AsyncGenerator<Uint8Array, undefined, undefined> {
  const buffer = Buffer.alloc(Math.max(0, ...texts.map((text) => Buffer.byteLength(text))));
  for (const text of texts) {
    const byteLength = buffer.write(text);
    yield await Promise.resolve(buffer.subarray(0, byteLength));
    buffer.fill(0);
  }
  return undefined;
}

const textOf = (bytes: Buffer): string => bytes.toString('utf8');

describe('a body that is collected', () => {
  it('is whole, also out of lent chunks, and however far it outgrows the buffer', async () => {
    const buffers = new BodyBuffers();
    const long = 'ü'.repeat(50_000);
    expect(await buffers.collect(lent('a', long, '', long, 'z'), 1e6, textOf)).toBe(`a${long}${long}z`);
    expect(await buffers.collect(lent(), 1e6, textOf)).toBe('');
  });

  it('has nothing of the one before it in the same buffer', async () => {
    const buffers = new BodyBuffers();
    const seen: ArrayBufferLike[] = [];
    const note = (bytes: Buffer): string => {
      seen.push(bytes.buffer);
      return textOf(bytes);
    };
    expect(await buffers.collect(lent('first and long'), 100, note)).toBe('first and long');
    expect(await buffers.collect(lent('second'), 100, note)).toBe('second');
    expect(seen[0]).toBe(seen[1]);
  });

  it('has a buffer of its own while another one is collected', async () => {
    const buffers = new BodyBuffers();
    const both = ['one', 'two'].map((text) => buffers.collect(lent(text, text), 100, textOf));
    expect(await Promise.all(both)).toEqual(['oneone', 'twotwo']);
  });

  it('may have no more bytes than allowed', async () => {
    const buffers = new BodyBuffers();
    expect(await buffers.collect(lent('12345'), 5, textOf)).toBe('12345');
    await expect(buffers.collect(lent('123', '456'), 5, textOf)).rejects.toMatchObject({
      code: 'unexpected-response',
    });
  });
});
