import { XMLParser } from 'fast-xml-parser';
import { z } from 'zod';

/** An element: its children by local name, or its text. An element with `xsi:nil="true"` has the key `@nil`. */
export type XmlNode = string | { readonly [name: string]: XmlNode | readonly XmlNode[] };

const node: z.ZodType<XmlNode> = z.lazy(() =>
  z.union([z.string(), z.record(z.string(), z.union([node, z.array(node)]))]),
);

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  removeNSPrefix: true,
  parseTagValue: false,
  parseAttributeValue: false,
  // Brings the character numbers, which the parser counts as HTML. Its table of names is fixed: with DOCTYPE refused,
  // no document can define an entity.
  htmlEntities: true,
});

/**
 * Reads a small XML document into plain objects. Values stay text. `undefined` for what cannot be read as XML, and
 * for a document with a DOCTYPE, which no Salesforce answer has and every entity attack needs. Unclosed elements pass:
 * check that what must be there is there.
 */
export function parseXml(text: string): XmlNode | undefined {
  if (!text.trimStart().startsWith('<') || /<!DOCTYPE/iu.test(text)) return undefined;
  let document: unknown;
  try {
    document = parser.parse(text);
  } catch {
    return undefined;
  }
  const parsed = node.safeParse(document);
  return parsed.success ? parsed.data : undefined;
}

/** Follows child names down from an element; `undefined` when one is missing or stands there more than once. */
export function xmlAt(root: XmlNode | undefined, ...names: readonly string[]): XmlNode | undefined {
  let current: XmlNode | undefined = root;
  for (const name of names) {
    if (current === undefined || typeof current === 'string' || !Object.hasOwn(current, name))
      return undefined;
    const next: XmlNode | readonly XmlNode[] | undefined = current[name];
    current = isList(next) ? undefined : next;
  }
  return current;
}

/** The text of an element; `null` for one marked `xsi:nil`, `undefined` for one that is not there or has children. */
export function xmlText(element: XmlNode | undefined): string | null | undefined {
  if (element === undefined || typeof element === 'string') return element;
  if (element['@nil'] === 'true') return null;
  const text = element['#text'];
  return typeof text === 'string' ? text : undefined;
}

/** Text as it stands between tags of an XML document. */
export function escapeXml(text: string): string {
  return text.replaceAll(/[&<>"'\r]/gu, (character) => escapes[character] ?? character);
}

// A bare carriage return would reach the org as a line feed.
const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
  '\r': '&#13;',
};

function isList(value: XmlNode | readonly XmlNode[] | undefined): value is readonly XmlNode[] {
  return Array.isArray(value);
}
