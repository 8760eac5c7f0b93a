const predefined: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/**
 * Text with its references resolved: the five predefined entities and characters by number. `onUnknown` makes the error
 * for any other.
 */
export function resolveReferences(text: string, onUnknown: (name: string) => Error): string {
  if (!text.includes('&')) return text;
  return text.replace(/&([^;&<]{0,12})(;?)/g, (_reference, name: string, end: string) => {
    const value = predefined[name] ?? characterOf(name);
    if (value === undefined || end === '') throw onUnknown(name);
    return value;
  });
}

function characterOf(name: string): string | undefined {
  const [, hexadecimal, decimal] = /^#(?:x([0-9a-f]{1,6})|(\d{1,7}))$/i.exec(name) ?? [];
  const codePoint = hexadecimal === undefined ? Number(decimal ?? 0) : parseInt(hexadecimal, 16);
  return isXmlCharacter(codePoint) ? String.fromCodePoint(codePoint) : undefined;
}

/** Whether XML 1.0 may hold this character. */
function isXmlCharacter(codePoint: number): boolean {
  if (codePoint < 0x20) return codePoint === 0x9 || codePoint === 0xa || codePoint === 0xd;
  return codePoint < 0xd800 || (codePoint > 0xdfff && codePoint < 0xfffe) || isSupplementary(codePoint);
}

function isSupplementary(codePoint: number): boolean {
  return codePoint > 0xffff && codePoint <= 0x10ffff;
}
