import { encryptedValue } from '../secrets/encrypted-value.ts';
import type { SecretState } from './connection-view.ts';
import { isFields } from './field-path.ts';

const variable = /\[[A-Za-z0-9_.]+(?:\{((?!\}\])[^]+?)\})?\]/u;
const oneVariable = /^\[[A-Za-z0-9_.]+\]$/u;

/** How a secret field is filled in, by what stands there. A default behind a variable is clear text. */
export function keptAs(value: unknown): SecretState['kept'] {
  if (value === '' || value === null || value === undefined) return 'empty';
  if (encryptedValue.safeParse(value).success) return 'encrypted';
  if (isFields(value) && typeof value['env'] === 'string') return 'reference';
  return typeof value === 'string' && oneVariable.test(value) ? 'reference' : 'clear-text';
}

/** Whether a text holds a variable anywhere. */
export function usesVariable(text: string): boolean {
  return variable.test(text);
}
