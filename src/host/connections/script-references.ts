import type { ConnectionReference } from './connection-reference.ts';

/** Where a text names a connection. */
export type ScriptReference = Pick<ConnectionReference, 'by'> & { readonly line: number };

/**
 * Places of a script that name a connection: `<TAG>endpoint:TYPE/NAME</TAG>`, activities of it
 * (`<TAG>activity:TYPE/NAME/…</TAG>`), and the name in quotes. Comments count too: better one place too many than a
 * script that breaks.
 */
export function referencesInScript(text: string, name: string): readonly ScriptReference[] {
  const tags = [...text.matchAll(tagOf(name))].map(({ index }) => ({ by: 'tag' as const, index }));
  const quoted = [`"`, `'`, '`'].flatMap((quote) =>
    [...text.matchAll(quotedName(name, quote))].map(({ index }) => ({ by: 'text' as const, index })),
  );
  return [...tags, ...quoted]
    .sort((a, b) => a.index - b.index)
    .map(({ by, index }) => ({ by, line: text.slice(0, index).split('\n').length }));
}

/** The script with another name in its tags. Names in quotes stay. */
export function renamedInScript(text: string, from: string, to: string): string {
  return text.replaceAll(tagOf(from), (_tag: string, start: string, end: string) => `${start}${to}${end}`);
}

function tagOf(name: string): RegExp {
  return new RegExp(`(<TAG>(?:endpoint|activity):[^/<>]+/)${escaped(name)}(</TAG>|/[^<>]*</TAG>)`, 'gu');
}

function quotedName(name: string, quote: string): RegExp {
  const spelt = name.replaceAll('\\', '\\\\').replaceAll(quote, `\\${quote}`);
  return new RegExp(`${quote}${escaped(spelt)}${quote}`, 'gu');
}

function escaped(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|]/gu, '\\$&');
}
