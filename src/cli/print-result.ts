import { printable } from './render/printable.ts';

/** Shows the result of a command on standard output: the document for machines, the text for people. */
export function printResult({ json }: { readonly json: boolean }, document: unknown, text: string): void {
  process.stdout.write(json ? `${JSON.stringify(document)}\n` : `${printable(text)}\n`);
}
