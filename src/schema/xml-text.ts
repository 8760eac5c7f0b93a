type Attributes = Readonly<Record<string, string>>;

/** An element as lines of text, its children indented below it. */
export function element(
  name: string,
  attributes: Attributes,
  children: readonly (readonly string[])[] = [],
): string[] {
  const start = startOf(name, attributes);
  if (children.length === 0) return [`<${start}/>`];
  return [`<${start}>`, ...children.flat().map((line) => `  ${line}`), `</${name}>`];
}

/** An element that holds text, on one line. */
export function textElement(name: string, attributes: Attributes, text: string): string[] {
  return [`<${startOf(name, attributes)}>${escapeXml(text)}</${name}>`];
}

function startOf(name: string, attributes: Attributes): string {
  return [name, ...Object.entries(attributes).map(([key, value]) => `${key}="${escapeXml(value)}"`)].join(
    ' ',
  );
}

const references: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};

/** Text for content and for values of attributes. Characters that no XML document can hold become U+FFFD. */
export function escapeXml(text: string): string {
  return (
    text
      // eslint-disable-next-line no-control-regex -- these are what XML 1.0 leaves out
      .replaceAll(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]|\p{Surrogate}/gu, '\uFFFD')
      .replaceAll(/[&<>"]/g, (character) => references[character] ?? character)
      .replaceAll(/[\t\n\r]/g, (character) => `&#${character.charCodeAt(0)};`)
  );
}
