import { encrypted, withoutKey } from '../secrets/encrypted-value.ts';
import type { ConnectionChanges } from './connection-changes.ts';
import type { Draft } from './draft-file.ts';
import { encryptSecrets, type SecretEncryption } from './encrypt-secrets.ts';
import { valueAt, withValueAt, type Fields } from './field-path.ts';
import { keptAs } from './kept-secret.ts';
import { secretFields } from './secret-fields.ts';

/** Changes that are fit to be written into a draft. */
export interface PreparedChanges {
  /** Values by path; secrets are encrypted. */
  readonly set: Fields;
  /** Paths of the secret fields among them that somebody entered: as text, as a reference, or as empty. */
  readonly entered: readonly string[];
}

/**
 * Encrypts what is secret in a change.
 *
 * @throws ConnectorError `secret-unreadable` for a secret in clear text while there is no key
 */
export function prepareChanges(changes: ConnectionChanges, target: SecretEncryption): PreparedChanges {
  const set: Record<string, unknown> = {};
  const entered: string[] = [];
  for (const [path, value] of Object.entries(changes.fields ?? {})) {
    const written = withValueAt({}, path, value);
    // An encrypted value can be copied without knowing it: whoever gives one has entered nothing.
    const secrets = secretFields(target.schema, written).filter(
      (field) => field.value !== null && keptAs(field.value) !== 'encrypted',
    );
    entered.push(...secrets.map((field) => field.path));
    set[path] = valueAt(encryptSecrets(written, target).fields, path);
  }
  for (const [path, text] of Object.entries(changes.secrets ?? {})) {
    entered.push(path);
    set[path] = text === '' ? '' : encryptedText(text, path, target);
  }
  return { set, entered };
}

/** The draft's changes after more changes; what is set again moves to the end, and covers what was set below it. */
export function withChanges(draft: Draft['set'], more: Fields): Draft['set'] {
  const isCovered = (path: string): boolean =>
    Object.keys(more).some((changed) => path === changed || path.startsWith(`${changed}.`));
  const kept = Object.entries(draft).filter(([path]) => !isCovered(path));
  return { ...Object.fromEntries(kept), ...more };
}

function encryptedText(text: string, path: string, { connection, box }: SecretEncryption): unknown {
  if (box === undefined) throw withoutKey(`${path} would have to be encrypted`, { fields: [path] });
  return encrypted(box, text, { connection, path, variables: false });
}
