import type { ConnectionListing, ConnectionView } from '../../host/index.ts';
import type { FieldSchema } from '../fields/field-schema.ts';
import { leavesOf } from '../fields/leaves.ts';
import { secretWords } from './secret-words.ts';
import { table } from './table.ts';

/** `saved`, `draft`, or `saved, draft`. */
export function stateOf({ file, hasDraft, problem }: ConnectionListing): string {
  if (problem !== undefined) return 'unreadable';
  return [file === undefined ? '' : 'saved', hasDraft ? 'draft' : ''].filter(Boolean).join(', ');
}

/** One connection as a document for machines: its view, and how each secret is filled in, in words. */
export function connectionDocument(view: ConnectionView, fields: readonly FieldSchema[]): object {
  const words = new Map(
    secretWords(view, secretPathsOf(fields)).map(({ path, words: text }) => [path, text]),
  );
  const known = new Map(view.secrets.map((secret) => [secret.path, secret]));
  const secrets = [...words].map(([path, text]) => ({
    path,
    kept: 'empty',
    entered: false,
    ...known.get(path),
    words: text,
  }));
  return { ...view, secrets };
}

/** One connection for people: every field on a line; of secrets only how they are kept. */
export function renderConnection(view: ConnectionView, fields: readonly FieldSchema[]): string {
  const secrets = new Map(secretWords(view, secretPathsOf(fields)).map(({ path, words }) => [path, words]));
  const isChanged = new Set(view.changed);
  const leaves = leavesOf(view.fields);
  const paths = [...new Set([...leaves.keys(), ...secrets.keys()])];
  const lines = paths.map((path) => [
    path,
    secrets.get(path) ?? textOf(leaves.get(path)),
    isChanged.has(path) ? 'changed' : '',
  ]);
  const gone = view.changed.filter((path) => !paths.includes(path)).map((path) => [path, '', 'taken out']);
  const head = [
    ['name', view.name, ''],
    ['type', view.type, ''],
    ['state', stateOf(view), ''],
    ...(view.file === undefined ? [] : [['file', view.file, '']]),
  ];
  return table([...head, ...lines, ...gone]);
}

function secretPathsOf(fields: readonly FieldSchema[]): string[] {
  return fields.filter(({ isSecret }) => isSecret).map(({ path }) => path);
}

function textOf(value: unknown): string {
  if (typeof value === 'object' && value !== null && 'env' in value)
    return `from environment ${String(value.env)}`;
  return typeof value === 'string' ? value : JSON.stringify(value);
}
