const scalar = /(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)(?![\w.])/y;
// eslint-disable-next-line no-control-regex -- JSON forbids raw control characters in strings
const string = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[\dA-Fa-f]{4}))*"/y;
const space = /[ \t\r\n]*/y;

/**
 * Where a text stops being JSON: offset of the first token that cannot be there, in UTF-16 units; the length when
 * the end comes too early. The engine's own message is of no use for this: it quotes the text, which may hold a
 * secret, and often names no place.
 */
export function jsonErrorOffset(text: string): number {
  let offset = 0;

  const take = (pattern: RegExp): boolean => {
    pattern.lastIndex = offset;
    if (!pattern.test(text)) return false;
    offset = pattern.lastIndex;
    return true;
  };
  const takeCharacter = (character: string): boolean => {
    take(space);
    if (text[offset] !== character) return false;
    offset += 1;
    return true;
  };
  const members = (close: string, member: () => boolean): boolean => {
    if (takeCharacter(close)) return true;
    do if (!member()) return false;
    while (takeCharacter(','));
    return takeCharacter(close);
  };
  const property = (): boolean => {
    take(space);
    return take(string) && takeCharacter(':') && value();
  };
  const value = (): boolean => {
    take(space);
    if (takeCharacter('{')) return members('}', property);
    if (takeCharacter('[')) return members(']', value);
    return take(string) || take(scalar);
  };

  value();
  take(space);
  return offset;
}
