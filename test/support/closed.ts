import type { Duplex } from 'node:stream';

/** Resolves when a socket has closed, however: `once` of Node would fail with the error of one that was reset. */
export function closed(socket: Duplex): Promise<void> {
  if (socket.closed) return Promise.resolve();
  return new Promise((resolve) => {
    socket.once('close', () => {
      resolve();
    });
  });
}
