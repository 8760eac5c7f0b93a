const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const checksumDigits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345';

/** Gives out 18-character ids with one key prefix: `750` for jobs, `01g` for query cursors. */
export class IdSequence {
  readonly #prefix: string;
  #next: number;

  /** Starts with the clock, so that ids of an earlier run of the org are not given out again. */
  constructor(prefix: string, nowMs: number) {
    this.#prefix = prefix;
    this.#next = nowMs;
  }

  next(): string {
    const id = `${this.#prefix}00${base62(this.#next).padStart(10, '0')}`;
    this.#next += 1;
    return id + checksum(id);
  }
}

/** Three characters that say which letters of a 15-character id are upper case. */
function checksum(id15: string): string {
  return [0, 5, 10]
    .map((start) => {
      const bits = [...id15.slice(start, start + 5)].reduce(
        (sum, character, index) => sum + (/[A-Z]/.test(character) ? 1 << index : 0),
        0,
      );
      return checksumDigits.charAt(bits);
    })
    .join('');
}

function base62(value: number): string {
  let text = '';
  for (let rest = Math.trunc(value); rest > 0; rest = Math.floor(rest / 62))
    text = digits.charAt(rest % 62) + text;
  return text;
}
