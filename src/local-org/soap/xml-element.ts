import { XMLParser } from 'fast-xml-parser';
import { z } from 'zod';
import { SoapFault } from './soap-fault.ts';

/** An element of a parsed request. Namespaces are dropped; order is kept. */
export interface XmlElement {
  readonly name: string;
  /** The text of the element itself, references and CDATA resolved; white space as it was. */
  readonly text: string;
  readonly children: readonly XmlElement[];
}

// Entities stay unresolved here: the parser would also resolve what a DTD defines.
const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: true,
  removeNSPrefix: true,
  parseTagValue: false,
  processEntities: false,
  trimValues: false,
  cdataPropName: '#cdata',
  ignoreDeclaration: true,
  ignorePiTags: true,
});

const nodes = z.array(z.record(z.string(), z.unknown()));

/**
 * Parses a document into its root element.
 * @throws SoapFault `soapenv:Client` for text that is not well formed, has a DTD, or uses another entity than the
 * five predefined ones.
 */
export function parseXml(text: string): XmlElement {
  if (/<!DOCTYPE/i.test(text)) throw malformed('DTD is not supported');
  refuseUnbalanced(text);
  const root = children(nodes.parse(parser.parse(text)))[0];
  if (root === undefined) throw malformed('no root element');
  return root;
}

/** The first child with this name. */
export function childOf(element: XmlElement | undefined, name: string): XmlElement | undefined {
  return element?.children.find((child) => child.name === name);
}

/** The parser closes what was left open by itself; a real org does not. */
function refuseUnbalanced(text: string): void {
  const token =
    /<!\[CDATA\[[\s\S]*?\]\]>|<!--[\s\S]*?-->|<\?[\s\S]*?\?>|<(\/?)([^\s<>/]+)(?:"[^"]*"|'[^']*'|[^"'<>])*?(\/?)>/g;
  const open: string[] = [];
  for (const [, closing, name, selfClosing] of text.matchAll(token)) {
    if (name === undefined || selfClosing === '/') continue;
    if (closing !== '/') open.push(name);
    else if (open.pop() !== name) throw malformed(`unexpected end tag ${name}`);
  }
  if (open.length > 0) throw malformed(`end tag missing: ${open.join(', ')}`);
  if (text.replace(token, '').includes('<')) throw malformed('unexpected <');
}

function children(content: z.infer<typeof nodes>): XmlElement[] {
  return content.flatMap((node) => {
    const name = Object.keys(node).find((key) => !key.startsWith('#') && key !== ':@');
    if (name === undefined) return [];
    const inner = nodes.parse(node[name]);
    return [{ name, text: inner.map(textOf).join(''), children: children(inner) }];
  });
}

function textOf(node: Record<string, unknown>): string {
  const text = node['#text'];
  if (typeof text === 'string') return resolveReferences(text);
  const cdata = node['#cdata'];
  if (cdata === undefined) return '';
  return nodes
    .parse(cdata)
    .map((part) => (typeof part['#text'] === 'string' ? part['#text'] : ''))
    .join('');
}

const predefined: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function resolveReferences(text: string): string {
  return text.replace(/&([^;]*);?/g, (reference, name: string) => {
    const codePoint = /^#(?:x([0-9a-f]{1,6})|(\d{1,7}))$/i.exec(name);
    const value =
      codePoint === null
        ? predefined[name]
        : characterOf(parseInt(codePoint[1] ?? codePoint[2] ?? '', codePoint[1] === undefined ? 10 : 16));
    if (value === undefined || !reference.endsWith(';')) throw malformed(`undefined entity: ${name}`);
    return value;
  });
}

function characterOf(codePoint: number): string | undefined {
  return codePoint > 0 && codePoint <= 0x10ffff ? String.fromCodePoint(codePoint) : undefined;
}

function malformed(why: string): SoapFault {
  return new SoapFault('soapenv:Client', `Failed to parse the request: ${why}`);
}
