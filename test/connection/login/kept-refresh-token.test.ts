import { readdir, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { stateKeyOf } from '../../../src/connection/login/kept-refresh-token.ts';
import { newState } from '../../host/state/state-folder-set-up.ts';
import { memoryStateStore } from '../../support/memory-state-store.ts';
import { openTo } from './oauth-org.ts';
import { failureOf, startTokenServer, tokenAnswer } from './token-server.ts';

const authentication = { type: 'oauth-refresh-token', clientId: 'app', refreshToken: 'first' };
const minuteMs = 60_000;

describe('the newest refresh token', () => {
  it('goes to the host and the app that it belongs to only', async () => {
    const state = memoryStateStore();
    const rotate = (login: number, origin: string) =>
      tokenAnswer(origin, { refresh_token: `successor-${login}` });
    await using org = await startTokenServer(rotate, { authentication, state });
    await failureOf(org);
    await using elsewhere = await startTokenServer(rotate, { authentication, state });
    await failureOf(elsewhere);
    await using otherApp = openTo(org.origin, { ...authentication, clientId: 'other' }, { state });
    await failureOf(otherApp);
    await using same = openTo(org.origin, authentication, { state });
    await failureOf(same);
    const sent = (forms: readonly URLSearchParams[]) =>
      forms.map((form) => `${form.get('client_id')} ${form.get('refresh_token')}`);
    expect(sent(elsewhere.forms)).toEqual(['app first']);
    expect(sent(org.forms)).toEqual(['app first', 'other first', 'app successor-1']);
  });
});

describe('a kept token that cannot be read', () => {
  const rotate = (login: number, origin: string) =>
    tokenAnswer(origin, { refresh_token: `successor-${login}` });
  const notSent = {
    code: 'refresh-token-not-sent',
    recovery: 'fix-config',
    details: { sent: false, fields: ['authentication.refreshToken'] },
    nextSteps: [
      expect.stringContaining('encryption key'),
      expect.stringContaining('authorise'),
      expect.any(String),
    ],
  };

  it('keeps the configured one from being sent, until the right key or a new token is there', async () => {
    const { open } = await newState();
    await using org = await startTokenServer(rotate, { authentication, state: open(1) });
    await failureOf(org);
    await using otherKey = openTo(org.origin, authentication, { state: open(2) });
    expect(await failureOf(otherKey)).toMatchObject({ ...notSent, cause: { code: 'secret-unreadable' } });
    expect(otherKey.connection.usage().logins).toBe(0);
    await using anew = openTo(org.origin, { ...authentication, refreshToken: 'new' }, { state: open(2) });
    await failureOf(anew);
    await using rightKey = openTo(org.origin, authentication, { state: open(1) });
    await failureOf(rightKey);
    expect(org.forms.map((form) => form.get('refresh_token'))).toEqual(['first', 'new', 'successor-1']);
  });

  it('keeps the configured one from being sent when its file was cut', async () => {
    const { folder, open } = await newState();
    await using org = await startTokenServer(rotate, { authentication, state: open() });
    await failureOf(org);
    const [name = ''] = await readdir(folder);
    await truncate(join(folder, name), 30);
    await using next = openTo(org.origin, authentication, { state: open() });
    expect(await failureOf(next)).toMatchObject({ ...notSent, cause: { code: 'secret-unreadable' } });
    expect(org.logins.length).toBe(1);
  });

  it('keeps the configured one from being sent when it is no token, and does not repeat what it is', async () => {
    const state = memoryStateStore();
    await using org = await startTokenServer(rotate, { authentication, state });
    await state.write(stateKeyOf({ ...authentication, loginUrl: org.origin }), 'Canary"token":');
    const failure = await failureOf(org);
    expect(failure).toMatchObject(notSent);
    expect(inspect(failure, { depth: Infinity, showHidden: true })).not.toContain('Canary');
    expect(org.logins.length).toBe(0);
  });
});

describe('the minute after a lost answer', () => {
  it('counts from the loss, however long the answer was waited for', async () => {
    const state = memoryStateStore();
    const { promise: arrived, resolve: arrive } = Promise.withResolvers<undefined>();
    const { promise: answered, resolve: answer } = Promise.withResolvers<undefined>();
    await using org = await startTokenServer(
      async () => {
        arrive(undefined);
        await answered;
        return { status: 504, body: '' };
      },
      { authentication, state },
    );
    const failure = failureOf(org);
    await arrived;
    org.context.advance(2 * minuteMs);
    answer(undefined);
    expect(await failure).toMatchObject({ code: 'refresh-answer-lost' });
    await using next = openTo(org.origin, authentication, { state });
    next.context.advance(2 * minuteMs + 30_000);
    expect(await failureOf(next)).toMatchObject({ code: 'refresh-answer-lost', details: { sent: false } });
    expect(org.logins.length).toBe(1);
  });

  it.each([2_000, 60 * minuteMs])('begins anew when the clock was set back by %d ms', async (backMs) => {
    const state = memoryStateStore();
    await using org = await startTokenServer(
      (login, origin) => (login === 1 ? { status: 504, body: '' } : tokenAnswer(origin)),
      { authentication, state },
    );
    expect(await failureOf(org)).toMatchObject({ code: 'refresh-answer-lost' });
    const backAfter = async (passedMs: number) => {
      await using next = openTo(org.origin, authentication, { state });
      next.context.advance(passedMs - backMs);
      return await failureOf(next);
    };
    for (const passedMs of [0, minuteMs - 10_000]) {
      expect(await backAfter(passedMs)).toMatchObject({
        code: 'refresh-answer-lost',
        details: { sent: false },
      });
    }
    expect(org.logins.length).toBe(1);
    expect(await backAfter(minuteMs + 10_000)).toMatchObject({ status: 200 });
  });
});
