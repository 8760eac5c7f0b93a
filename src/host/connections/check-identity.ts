import { ConnectorError } from '../../errors/connector-error.ts';
import { withoutKey } from '../secrets/encrypted-value.ts';
import type { SecretBox } from '../secrets/secret-box.ts';
import { identityChanges, type IdentityNow } from './identity-change.ts';
import { isSealed, type SealedConnection } from './identity-seal.ts';
import type { SavedFor } from './saved-for.ts';

/** What {@link checkIdentity} looks at. */
export interface IdentityCheck extends SealedConnection {
  /** What messages call the connection: its file. */
  readonly where: string;
  readonly savedFor: SavedFor | undefined;
  readonly now: IdentityNow;
  readonly box: SecretBox | undefined;
}

/**
 * Whether the secrets of a connection may go where it points now, under the policy `reauthenticateOnChange`. Without
 * a key nobody can tell, so that is a refusal too.
 *
 * @throws ConnectorError `reauthentication-required`, with `details.changes`; `secret-unreadable` without a key
 */
export function checkIdentity({ where, type, name, secrets, savedFor, now, box }: IdentityCheck): void {
  const refused = (why: string, changes: readonly string[], nextSteps: readonly string[]): ConnectorError =>
    new ConnectorError('reauthentication-required', `${where}: ${why}.`, {
      details: { connection: name, changes },
      nextSteps,
    });
  const save = `Save it: \`sfsc connection save ${name}\`.`;
  if (savedFor === undefined) {
    throw refused('it was never saved, so nobody entered its secrets for this host and user', [], [save]);
  }
  const changes = identityChanges(savedFor, now);
  if (changes.length > 0) {
    throw refused(`the secrets were entered for another host or user: ${changes.join('; ')}`, changes, []);
  }
  if (box !== undefined && !isSealed(box, { type, name, secrets }, savedFor)) {
    const why =
      '`savedFor` was not written by a save with this key, or secrets were changed by hand since then';
    throw refused(why, [], [save]);
  }
  if (box === undefined) {
    throw withoutKey(`${where}: whom it was saved for cannot be verified`, { connection: name });
  }
}
