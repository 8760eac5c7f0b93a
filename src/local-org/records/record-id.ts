const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const CHECK_DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345';

/** The pod part of the ids that this org gives away. */
const POD = 'RO0';

/** The 18-character id of the n-th record of an object. Ids sort in the order of their numbers. */
export function makeRecordId(keyPrefix: string, n: number): string {
  let digits = '';
  for (let rest = n, i = 0; i < 9; i++) {
    digits = (DIGITS[rest % 62] ?? '') + digits;
    rest = Math.floor(rest / 62);
  }
  return withChecksum(keyPrefix + POD + digits);
}

/** The number that {@link makeRecordId} put into an id; 0 for ids that this org did not give away. */
export function numberOfRecordId(id: string): number {
  if (id.slice(3, 6) !== POD) return 0;
  let n = 0;
  for (const digit of id.slice(6, 15)) n = n * 62 + DIGITS.indexOf(digit);
  return n;
}

/** The three characters that make a 15-character id safe where case is lost. */
export function withChecksum(id15: string): string {
  let id = id15;
  for (let block = 0; block < 15; block += 5) {
    let bits = 0;
    for (let i = 0; i < 5; i++) {
      const code = id15.charCodeAt(block + i);
      if (code >= 65 && code <= 90) bits |= 1 << i;
    }
    id += CHECK_DIGITS[bits] ?? '';
  }
  return id;
}

/**
 * The 18-character form of an id given with 15 or 18 characters; `undefined` when it is malformed. An 18-character
 * id whose case was lost is repaired from its checksum.
 */
export function parseRecordId(text: string): string | undefined {
  if (text.length === 15) return /^[A-Za-z0-9]{15}$/.test(text) ? withChecksum(text) : undefined;
  if (text.length !== 18 || !/^[A-Za-z0-9]{18}$/.test(text)) return undefined;
  const given = withChecksum(text.slice(0, 15));
  return given === text ? given : repairCase(text);
}

function repairCase(text: string): string | undefined {
  let id15 = '';
  for (let i = 0; i < 15; i++) {
    const bits = CHECK_DIGITS.indexOf((text[15 + Math.floor(i / 5)] ?? '').toUpperCase());
    if (bits < 0) return undefined;
    const character = text[i] ?? '';
    const upper = (bits & (1 << (i % 5))) !== 0;
    id15 += upper ? character.toUpperCase() : character.toLowerCase();
  }
  const repaired = withChecksum(id15);
  return repaired.slice(15) === text.slice(15).toUpperCase() ? repaired : undefined;
}
