import type { RunContext } from '../../contract/run-context.ts';
import type { ResolvedConnectionOptions } from '../options/connection-options.ts';
import type { SessionCache } from './login-ledger.ts';
import { sharingKey } from './session-key.ts';
import { SharedSession } from './shared-session.ts';

/** Identities that a host remembers at a time; the oldest one is forgotten first, and logs in again when it comes back. */
const maxIdentities = 1_000;

/** A session lives as long as the run context it was got under, whichever connections come and go. */
const sessionsOf = new WeakMap<RunContext, Map<string, SharedSession>>();

/** The session that a connection shares with all others of the same configuration under this run context. */
export function sharedSession(options: ResolvedConnectionOptions, context: RunContext): SharedSession {
  const sessions = sessionsOf.get(context) ?? new Map<string, SharedSession>();
  sessionsOf.set(context, sessions);
  const key = sharingKey(options);
  const known = sessions.get(key);
  if (known !== undefined) return known;
  const shared = new SharedSession(context, sessionCache(options, context));
  const [oldest] = sessions.keys();
  if (oldest !== undefined && sessions.size >= maxIdentities) sessions.delete(oldest);
  sessions.set(key, shared);
  return shared;
}

/** What somebody should know who has set a session cache that does nothing. */
export function notesOnSessionCache(
  options: ResolvedConnectionOptions,
  { state }: RunContext,
): readonly string[] {
  if (!options.sessionCache) return [];
  if (options.authentication.type === 'bearer') {
    return ['`sessionCache` changes nothing here: the access token is configured.'];
  }
  return state === undefined
    ? ['`sessionCache` changes nothing here: this host has no state store, so every process logs in.']
    : [];
}

function sessionCache(options: ResolvedConnectionOptions, { state }: RunContext): SessionCache | undefined {
  if (!options.sessionCache || state === undefined || options.authentication.type === 'bearer')
    return undefined;
  return { state, key: `session/${sharingKey(options)}` };
}
