import { SoapFault } from './soap-fault.ts';
import { resolveReferences } from './xml-references.ts';
import { XmlTree } from './xml-tree.ts';

/** An element of a parsed request. Names are without prefixes; order is kept. */
export interface XmlElement {
  readonly name: string;
  /** The namespace; `undefined` where none is declared. */
  readonly namespace: string | undefined;
  /** The text of the element itself, references and CDATA resolved; white space as it was. */
  readonly text: string;
  readonly children: readonly XmlElement[];
  /** `xsi:nil="true"`. */
  readonly isNil: boolean;
}

const startTag = /<([^\s<>/=&"']+)/y;
const attribute = /\s+([^\s<>/=&"']+)\s*=\s*(?:"([^"<]*)"|'([^'<]*)')/y;
const endOfStartTag = /\s*(\/?)>/y;
const unreadable = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/u;

/**
 * Parses a document into its root element. Time and stack stay proportional to the text whatever it holds.
 * @throws SoapFault `soapenv:Client` for text that is not well formed, has a DTD, is nested too deep, or uses another
 * entity than the five predefined ones.
 */
export function parseXml(document: string): XmlElement {
  const text = document.replace(/^\uFEFF/, '');
  if (unreadable.test(text)) throw malformed('invalid XML character');
  const tree = new XmlTree(malformed);
  let at = 0;
  while (at < text.length) {
    const open = text.indexOf('<', at);
    const end = open < 0 ? text.length : open;
    tree.addText(resolveReferences(text.slice(at, end), undefinedEntity));
    at = open < 0 ? end : readMarkup(text, open, tree);
  }
  return tree.end();
}

/** The first child with this name. */
export function childOf(element: XmlElement | undefined, name: string): XmlElement | undefined {
  return element?.children.find((child) => child.name === name);
}

/** All children with this name. */
export function childrenOf(element: XmlElement, name: string): readonly XmlElement[] {
  return element.children.filter((child) => child.name === name);
}

/** Reads one tag, comment, CDATA section or instruction; gives the place behind it. */
function readMarkup(text: string, at: number, tree: XmlTree): number {
  if (text.startsWith('<!--', at)) return behind(text, '-->', at + 4);
  if (text.startsWith('<?', at)) return behind(text, '?>', at);
  if (text.startsWith('<![CDATA[', at)) {
    const next = behind(text, ']]>', at);
    tree.addText(text.slice(at + 9, next - 3));
    return next;
  }
  if (text.startsWith('<!', at)) throw malformed('DTD is not supported');
  if (text.startsWith('</', at)) {
    const next = behind(text, '>', at);
    tree.close(text.slice(at + 2, next - 1).trimEnd());
    return next;
  }
  return readStartTag(text, at, tree);
}

function readStartTag(text: string, at: number, tree: XmlTree): number {
  startTag.lastIndex = at;
  const name = startTag.exec(text)?.[1];
  if (name === undefined) throw malformed('unexpected <');
  const attributes = new Map<string, string>();
  let place = startTag.lastIndex;
  for (;;) {
    attribute.lastIndex = place;
    const found = attribute.exec(text);
    if (found === null) break;
    const [, key = '', quoted, apostrophed = ''] = found;
    if (attributes.has(key)) throw malformed(`attribute ${key} is given twice`);
    attributes.set(key, resolveReferences(quoted ?? apostrophed, undefinedEntity));
    place = attribute.lastIndex;
  }
  endOfStartTag.lastIndex = place;
  const end = endOfStartTag.exec(text);
  if (end === null) throw malformed(`tag ${name.slice(0, 80)} does not end`);
  tree.open(name, attributes);
  if (end[1] === '/') tree.close(name);
  return endOfStartTag.lastIndex;
}

function behind(text: string, token: string, from: number): number {
  const found = text.indexOf(token, from);
  if (found < 0) throw malformed(`${token} is missing`);
  return found + token.length;
}

function undefinedEntity(name: string): SoapFault {
  return malformed(`undefined entity: ${name}`);
}

function malformed(why: string): SoapFault {
  return new SoapFault('soapenv:Client', `Failed to parse the request: ${why}`);
}
