import { isUtf8 } from 'node:buffer';
import { ConnectorError } from '../../errors/connector-error.ts';

/**
 * Passes bytes through and fails at the first that are not UTF-8, instead of letting a decoder replace them silently.
 * Chunks come out cut at character borders.
 *
 * @throws ConnectorError `csv-encoding` with `details.byteOffset`
 */
export async function* requireUtf8(
  chunks: AsyncIterable<Uint8Array>,
  name: string,
): AsyncGenerator<Uint8Array> {
  let passed = 0;
  let rest: Uint8Array = new Uint8Array();
  for await (const chunk of chunks) {
    const bytes = rest.byteLength === 0 ? chunk : Buffer.concat([rest, chunk]);
    const whole = bytes.subarray(0, bytes.byteLength - openCharacterLength(bytes));
    if (!isUtf8(whole)) throw notUtf8(name, passed + firstInvalid(whole), passed === 0 ? bytes : undefined);
    if (whole.byteLength > 0) yield whole;
    passed += whole.byteLength;
    rest = bytes.subarray(whole.byteLength);
  }
  if (rest.byteLength > 0) throw notUtf8(name, passed);
}

/** How many bytes at the end start a character that goes on in the next chunk. */
function openCharacterLength(bytes: Uint8Array): number {
  for (let length = 1; length <= Math.min(3, bytes.byteLength); length += 1) {
    const byte = bytes[bytes.byteLength - length] ?? 0;
    if (byte < 0x80) return 0;
    if (byte >= 0xc0) {
      const needed = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
      return needed > length ? length : 0;
    }
  }
  return 0;
}

/** Where the first character that is not UTF-8 starts. */
function firstInvalid(bytes: Uint8Array): number {
  let valid = 0;
  let invalid = bytes.byteLength;
  while (invalid - valid > 1) {
    const middle = (valid + invalid) >> 1;
    const prefix = bytes.subarray(0, middle);
    if (isUtf8(prefix.subarray(0, middle - openCharacterLength(prefix)))) valid = middle;
    else invalid = middle;
  }
  // The character that goes wrong may have started before the byte that proves it.
  return valid - openCharacterLength(bytes.subarray(0, valid));
}

function notUtf8(name: string, byteOffset: number, start?: Uint8Array): ConnectorError {
  const [first, second] = start ?? [];
  const isUtf16 = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
  const what = isUtf16 ? 'is UTF-16 or UTF-32, not UTF-8' : `is not UTF-8 at byte ${byteOffset}`;
  return new ConnectorError('csv-encoding', `${name} ${what}.`, { details: { file: name, byteOffset } });
}
