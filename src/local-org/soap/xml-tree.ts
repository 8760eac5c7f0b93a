import type { XmlElement } from './xml-element.ts';

/** Deepest nesting and largest number of elements that a request may have. */
const maxDepth = 100;
const maxElements = 1_000_000;

const schemaInstance = 'http://www.w3.org/2001/XMLSchema-instance';

type Namespaces = ReadonlyMap<string, string>;

interface OpenElement {
  readonly name: string;
  readonly namespace: string | undefined;
  /** With its prefix, as the end tag must repeat it. */
  readonly tag: string;
  readonly namespaces: Namespaces;
  readonly isNil: boolean;
  readonly children: XmlElement[];
  text: string;
}

/** Puts a document together from its tags and texts, in their order. */
export class XmlTree {
  readonly #malformed: (why: string) => Error;
  readonly #open: OpenElement[] = [];
  #elementCount = 0;
  #root: XmlElement | undefined;

  /** `malformed` makes the error for a document that is not well formed. */
  constructor(malformed: (why: string) => Error) {
    this.#malformed = malformed;
  }

  open(tag: string, attributes: ReadonlyMap<string, string>): void {
    if (this.#root !== undefined) throw this.#malformed('more than one root element');
    if (this.#open.length === maxDepth) throw this.#malformed(`nested deeper than ${maxDepth} elements`);
    if (++this.#elementCount > maxElements) throw this.#malformed(`more than ${maxElements} elements`);
    const namespaces = declared(this.#open.at(-1)?.namespaces ?? new Map(), attributes);
    const { prefix, name } = split(tag);
    this.#open.push({
      name,
      namespace: namespaces.get(prefix),
      tag,
      namespaces,
      isNil: isNil(namespaces, attributes),
      children: [],
      text: '',
    });
  }

  addText(text: string): void {
    const top = this.#open.at(-1);
    if (top !== undefined) top.text += text;
    else if (text.trim() !== '') throw this.#malformed('no root element');
  }

  close(tag: string): void {
    const top = this.#open.pop();
    if (top?.tag !== tag) throw this.#malformed(`unexpected end tag ${tag.slice(0, 80)}`);
    const { name, namespace, text, children, isNil } = top;
    const element = { name, namespace, text, children, isNil };
    const parent = this.#open.at(-1);
    if (parent === undefined) this.#root = element;
    else parent.children.push(element);
  }

  /** The root, when everything was closed. */
  end(): XmlElement {
    if (this.#open.length > 0) throw this.#malformed(`end tag missing: ${this.#open.at(-1)?.tag ?? ''}`);
    if (this.#root === undefined) throw this.#malformed('no root element');
    return this.#root;
  }
}

function split(tag: string): { prefix: string; name: string } {
  const colon = tag.indexOf(':');
  return { prefix: tag.slice(0, Math.max(0, colon)), name: tag.slice(colon + 1) };
}

/** The namespaces in force, by prefix; the default one has the prefix ''. */
function declared(outer: Namespaces, attributes: ReadonlyMap<string, string>): Namespaces {
  const own = [...attributes].filter(([key]) => key === 'xmlns' || key.startsWith('xmlns:'));
  if (own.length === 0) return outer;
  return new Map([...outer, ...own.map(([key, uri]) => [key.slice(6), uri] as const)]);
}

function isNil(namespaces: Namespaces, attributes: ReadonlyMap<string, string>): boolean {
  for (const [key, value] of attributes) {
    const { prefix, name } = split(key);
    if (name !== 'nil' || namespaces.get(prefix) !== schemaInstance) continue;
    return value.trim() === 'true' || value.trim() === '1';
  }
  return false;
}
