import { cancelled, ConnectorError } from '../../errors/connector-error.ts';
import { failureClassOf, leavesOutcomeOpen } from '../../errors/failure-class.ts';
import type { StateStore } from '../../contract/state-store.ts';
import type { OrgSession } from '../session/org-session.ts';
import { readKept, stateKeyOf, writeKept, type KeptRefreshToken } from './kept-refresh-token.ts';
import type { LoginParts } from './login-parts.ts';
import { requestToken } from './oauth-token-call.ts';
import { answerLost, notKept, notSendable, stillInDoubt, successorLost } from './refresh-failures.ts';
import { sessionOfToken, type TokenAnswer } from './token-answer.ts';

/** The fields of a connection that goes on with an authorisation. */
export interface RefreshTokenFields {
  readonly clientId: string;
  readonly clientSecret?: string | undefined;
  readonly refreshToken: string;
}

/** For how long nobody sends a token again whose answer was lost. */
const doubtMs = 60_000;

/**
 * Gets a session for the refresh token in use: the one that is kept in the state store of the host, or else the
 * configured one. One process at a time, and the successor is durable before its session is used, so that no token is
 * ever sent twice by two of them (field lessons A19, D7).
 *
 * An org that rotates takes a token once. Seeing it again, it takes back the whole authorisation. So the store first
 * notes that the token is about to be sent (which also shows that it can be written to), and a lost answer is not
 * asked for again: `refresh-answer-lost`, to everybody, for a minute from the loss. A later try is sent. It costs nothing any more:
 * the successor, if there is one, is known to nobody. A token that the org did not replace last time is repeated as any
 * other login is.
 *
 * @throws ConnectorError `refresh-answer-lost`; `refresh-token-lost` when the org refuses a token after a lost answer;
 *   `refresh-token-not-kept`, `refresh-token-not-sent` when the store cannot be read or written to; as `requestToken` does
 */
export async function logInWithRefreshToken(
  parts: LoginParts,
  fields: RefreshTokenFields,
): Promise<OrgSession> {
  const { context, transport } = parts;
  const { state } = context;
  if (state === undefined) throw notSendable(undefined);
  const key = stateKeyOf({ ...fields, loginUrl: parts.options.loginUrl });
  return await state.exclusively(
    key,
    async () => {
      if (transport.closing.aborted) throw cancelled(transport.closing);
      const kept = await readKept(state, key);
      const refresh: Refresh = { parts, fields, state, key, kept };
      const answer = await (kept?.rotates === false ? refreshFixed(refresh) : refreshRotating(refresh));
      return sessionOfToken(answer, parts.options);
    },
    transport.closing,
  );
}

interface Refresh {
  readonly parts: LoginParts;
  readonly fields: RefreshTokenFields;
  readonly state: StateStore;
  readonly key: string;
  readonly kept: KeptRefreshToken | undefined;
}

/** The token did not change the last time: sending it again harms nothing. */
async function refreshFixed(refresh: Refresh): Promise<TokenAnswer> {
  const token = refresh.kept?.token ?? refresh.fields.refreshToken;
  const answer = await send(refresh, token);
  if (isSuccessor(answer.refreshToken, token)) await keepSuccessor(refresh, answer.refreshToken);
  return answer;
}

/** The org may replace the token. */
async function refreshRotating(refresh: Refresh): Promise<TokenAnswer> {
  const { parts, state, key, kept } = refresh;
  const nowMs = parts.context.clock.now();
  const token = kept?.token ?? refresh.fields.refreshToken;
  const ageMs = nowMs - (kept?.sentAtMs ?? -Infinity);
  if (ageMs >= 0 && ageMs < doubtMs) throw stillInDoubt(doubtMs - ageMs);
  await writeKept(state, key, { token, rotates: true, sentAtMs: nowMs }).catch((error: unknown) => {
    throw notSendable(error);
  });
  // A clock that was set back says nothing about the age of the note: the minute begins anew.
  if (ageMs < 0) throw stillInDoubt(doubtMs);
  const [outcome] = await Promise.allSettled([send(refresh, token)]);
  if (outcome.status === 'rejected') return await giveUp(refresh, outcome.reason);
  const answer = outcome.value;
  if (isSuccessor(answer.refreshToken, token)) await keepSuccessor(refresh, answer.refreshToken);
  else await restore(refresh, { token, rotates: false });
  return answer;
}

/** Leaves a note in the store where the org may have replaced the token, and takes it back where it has not. */
async function giveUp(refresh: Refresh, error: unknown): Promise<never> {
  const { parts, fields, kept } = refresh;
  const isOpen = leavesOutcomeOpen.has(failureClassOf(error));
  if (isOpen || wasCutOff(error)) {
    // An answer may be waited for longer than the minute, which begins now.
    const token = kept?.token ?? fields.refreshToken;
    await restore(refresh, { token, rotates: true, sentAtMs: parts.context.clock.now() });
    throw isOpen ? answerLost(error) : error;
  }
  await restore(refresh, kept);
  const isRefused = error instanceof ConnectorError && error.code === 'refresh-token-refused';
  throw isRefused && kept?.sentAtMs !== undefined ? successorLost(error, kept.sentAtMs) : error;
}

/** Closing cuts the line, perhaps after the org has read the request; what never came that far names no call. */
function wasCutOff(error: unknown): boolean {
  return error instanceof ConnectorError && error.code === 'cancelled' && 'call' in error.details;
}

function send({ parts, fields }: Refresh, token: string): Promise<TokenAnswer> {
  return requestToken(parts, {
    grant_type: 'refresh_token',
    client_id: fields.clientId,
    client_secret: fields.clientSecret,
    refresh_token: token,
  });
}

function isSuccessor(answered: string | undefined, sent: string): answered is string {
  return answered !== undefined && answered !== sent;
}

async function keepSuccessor({ state, key }: Refresh, successor: string): Promise<void> {
  await writeKept(state, key, { token: successor, rotates: true }).catch((error: unknown) => {
    throw notKept(error);
  });
}

/** Nothing is lost when this fails: the note only makes the next refresh more careful. */
async function restore({ parts, state, key }: Refresh, kept: KeptRefreshToken | undefined): Promise<void> {
  await writeKept(state, key, kept).catch(() => {
    parts.context.logger.warn('What is known of the refresh token could not be kept');
  });
}
