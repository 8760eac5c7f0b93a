import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LentBuffers } from '../../../../src/connection/transport/download/lent-buffers.ts';

/** The numbers 0, 1, 2, … modulo a prime, so that a piece in the wrong place shows. */
function byteAt(position: number): number {
  return position % 251;
}

/** Fills like a socket: into the room asked for after the last read, never more than it holds. */
class FillingEnd {
  readonly #buffers: LentBuffers;
  #room: Uint8Array;
  filledBytes = 0;

  constructor(buffers: LentBuffers) {
    this.#buffers = buffers;
    this.#room = buffers.room();
  }

  fill(wantedBytes: number): void {
    const byteLength = Math.min(wantedBytes, this.#room.length);
    for (let index = 0; index < byteLength; index += 1) {
      this.#room[index] = byteAt(this.filledBytes + index);
    }
    this.filledBytes += byteLength;
    this.#buffers.filled(byteLength);
    this.#room = this.#buffers.room();
  }
}

const fill = fc.record({
  fill: fc.oneof(fc.integer({ min: 1, max: 200 }), fc.integer({ min: 1, max: 600_000 })),
});
const step = fc.oneof(fill, fc.constant('take' as const));

describe('lent buffers', () => {
  it('never overwrite what waits or is lent, however fills and takes alternate', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const buffers = new LentBuffers();
        const socket = new FillingEnd(buffers);
        let takenBytes = 0;
        let lent: { bytes: Uint8Array; from: number } = { bytes: new Uint8Array(), from: 0 };
        const isIntact = (): boolean => lent.bytes.every((byte, index) => byte === byteAt(lent.from + index));
        for (const one of [...steps, ...Array.from({ length: 70 }, () => 'take' as const)]) {
          if (one === 'take') {
            const bytes = buffers.take();
            lent = { bytes: bytes ?? new Uint8Array(), from: takenBytes };
            takenBytes += lent.bytes.length;
          } else socket.fill(one.fill);
          if (!isIntact()) return false;
        }
        return takenBytes === socket.filledBytes && !buffers.isHolding;
      }),
      { numRuns: 150 },
    );
  });

  it('keep to three buffers for a socket that stops when told and a caller who takes all the time', () => {
    const buffers = new LentBuffers();
    const socket = new FillingEnd(buffers);
    const memories = new Set<ArrayBufferLike>();
    for (let round = 0; round < 200; round += 1) {
      while (buffers.wantsMore) socket.fill(65_536);
      memories.add(buffers.take()!.buffer);
    }
    expect(memories.size).toBeLessThanOrEqual(3);
  });

  it('join small reads into one segment', () => {
    const buffers = new LentBuffers();
    const socket = new FillingEnd(buffers);
    for (let read = 0; read < 20; read += 1) socket.fill(1000);
    expect(buffers.take()?.length).toBe(20_000);
    expect(buffers.take()).toBeUndefined();
  });

  it('want no more once half a megabyte waits, and again after a take', () => {
    const buffers = new LentBuffers();
    const socket = new FillingEnd(buffers);
    while (buffers.wantsMore) socket.fill(50_000);
    expect(socket.filledBytes).toBeGreaterThanOrEqual(512 * 1024);
    expect(socket.filledBytes).toBeLessThan(512 * 1024 + 50_000);
    buffers.take();
    expect(buffers.wantsMore).toBe(true);
  });
});
