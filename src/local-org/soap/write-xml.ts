/** Characters that XML 1.0 cannot hold, however they are written. */
const unwritable = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu;

/** Text as the content of an element. What XML cannot hold (NUL and its like) is left out. */
export function escapeXml(text: string): string {
  return text
    .replace(unwritable, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('\r', '&#xD;');
}

/** An element with a scalar; `null` is `xsi:nil="true"`. */
export function scalar(name: string, value: string | number | boolean | null): string {
  return value === null ? `<${name} xsi:nil="true"/>` : `<${name}>${escapeXml(String(value))}</${name}>`;
}

/** An element around what is XML already; `xsiType` is its `xsi:type`. */
export function element(name: string, content: string, xsiType?: string): string {
  const type = xsiType === undefined ? '' : ` xsi:type="${xsiType}"`;
  return `<${name}${type}>${content}</${name}>`;
}
