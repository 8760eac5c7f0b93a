import type { Socket } from 'node:net';

/** Where a socket reads to; a subset of what `onread` of Node takes. */
export interface ReadMemory {
  /** Room for the next bytes, at least one. */
  buffer: () => Uint8Array;
  /** Told how many bytes came; `false` pauses the socket. */
  callback: (byteLength: number) => boolean;
}

/**
 * Reads a standing socket into the given memory, by copy: what `onread` does for a socket while it connects, for one
 * that came through a tunnel. The socket pauses when the callback says so; `resume` goes on.
 */
export function readInto(socket: Socket, { buffer, callback }: ReadMemory): void {
  socket.on('data', (chunk: Buffer) => {
    let goesOn = true;
    for (let start = 0; start < chunk.length;) {
      const byteLength = chunk.copy(buffer(), 0, start);
      start += byteLength;
      goesOn = callback(byteLength);
    }
    if (!goesOn) socket.pause();
  });
}
