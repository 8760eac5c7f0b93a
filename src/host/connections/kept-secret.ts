import { encryptedValue } from '../secrets/encrypted-value.ts';
import { variablesIn } from '../variables/variable-token.ts';
import type { SecretState } from './connection-view.ts';
import { isFields } from './field-path.ts';

/** How a secret field is filled in, by what stands there. A default behind a variable is clear text. */
export function keptAs(value: unknown): SecretState['kept'] {
  if (value === '' || value === null || value === undefined) return 'empty';
  if (encryptedValue.safeParse(value).success) return 'encrypted';
  if (isFields(value) && typeof value['env'] === 'string') return 'reference';
  return typeof value === 'string' && isOneVariable(value) ? 'reference' : 'clear-text';
}

function isOneVariable(text: string): boolean {
  const [only] = variablesIn(text);
  return only?.text === text && only.fallback === undefined;
}
