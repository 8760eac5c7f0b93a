/** Text as the content of an element. */
export function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** An element with a scalar; `null` is `xsi:nil="true"`. */
export function scalar(name: string, value: string | number | boolean | null): string {
  return value === null ? `<${name} xsi:nil="true"/>` : `<${name}>${escapeXml(String(value))}</${name}>`;
}

/** An element around what is XML already. */
export function element(name: string, content: string): string {
  return `<${name}>${content}</${name}>`;
}
