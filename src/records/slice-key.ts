/** A field that never changes, by which a query can be cut into slices. Positions are numbers on its scale. */
export interface SliceKey {
  readonly field: string;
  /** Position of a value as it stands in a row. */
  readonly position: (value: string) => bigint;
  /** The value at a position, as SOQL writes it. */
  readonly literal: (position: bigint) => string;
}

/** By the second in which a record was made. */
export const byCreation: SliceKey = {
  field: 'CreatedDate',
  position: (value) => BigInt(Math.floor(Date.parse(value) / 1000)),
  literal: (position) => new Date(Number(position) * 1000).toISOString().replace('.000Z', 'Z'),
};

const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** Characters of an id behind the three that say its object. */
const ownLength = 12;

/** By id, in the order of Salesforce: digits, capitals, small letters. */
export function byId(keyPrefix: string): SliceKey {
  return {
    field: 'Id',
    position: (value) => {
      let position = 0n;
      for (const digit of value.slice(keyPrefix.length, keyPrefix.length + ownLength)) {
        position = position * 62n + BigInt(digits.indexOf(digit));
      }
      return position;
    },
    literal: (position) => {
      let rest = position;
      let text = '';
      for (let index = 0; index < ownLength; index += 1) {
        text = digits.charAt(Number(rest % 62n)) + text;
        rest /= 62n;
      }
      return `'${keyPrefix}${text}'`;
    },
  };
}
