import type { Socket } from 'node:net';
import { WireError } from '../line/wire-error.ts';

/**
 * Ends a line on which bytes wait to go out and none does for so long. Silence with nothing to send is somebody else's
 * business, and a line that moves, however slowly, is not ended.
 */
export function watchUpload(socket: Socket, idleTimeoutMs: number): void {
  // The clock of a socket begins anew with every byte in either direction, and holds no process.
  socket.setTimeout(idleTimeoutMs, () => {
    if (socket.writableLength === 0) return;
    socket.destroy(new WireError('UPLOAD_STALLED', `no byte taken for ${idleTimeoutMs} ms`));
  });
}
