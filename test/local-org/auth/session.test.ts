import { describe, expect, it } from 'vitest';
import { startTestOrg } from '../../support/local-org.ts';
import { at, signIn } from '../server/org-client.ts';

const hourMs = 3_600_000;

describe('a session', () => {
  it('is needed for everything but the list of versions', async () => {
    await using org = await startTestOrg();
    for (const headers of [{}, { Authorization: 'Bearer nonsense' }]) {
      const response = await fetch(`${org.url}/services/data/v67.0/limits`, { headers });
      expect(response.status).toBe(401);
      expect(await response.json()).toEqual([
        { message: 'Session expired or invalid', errorCode: 'INVALID_SESSION_ID' },
      ]);
    }
    expect((await fetch(`${org.url}/services/data`)).status).toBe(200);
    expect(org.activity().apiCalls).toBe(0);
  });

  it('comes in a header of the right form (D16)', async () => {
    await using org = await startTestOrg();
    for (const Authorization of ['Basic eDp5', 'OAuth', 'Bearer', 'nonsense']) {
      const response = await fetch(`${org.url}/services/data/v67.0/limits`, { headers: { Authorization } });
      expect(response.status).toBe(401);
      expect(await response.json()).toEqual([
        { message: 'INVALID_HEADER_TYPE', errorCode: 'INVALID_AUTH_HEADER' },
      ]);
    }
  });

  it('ends after two hours without a call, and every call prolongs it', async () => {
    let nowMs = Date.UTC(2030, 0, 1);
    await using org = await startTestOrg({ clock: { now: () => nowMs } });
    const client = await signIn(org);

    nowMs += 1.9 * hourMs;
    expect((await client.call('GET', '/limits')).status).toBe(200);
    nowMs += 1.9 * hourMs;
    expect((await client.call('GET', '/limits')).status).toBe(200);
    nowMs += 2 * hourMs;
    const late = await client.call('GET', '/limits');
    expect([late.status, at(late, 0, 'errorCode')]).toEqual([401, 'INVALID_SESSION_ID']);
  });

  it('is told from others by its id, and takes the OAuth scheme too', async () => {
    await using org = await startTestOrg();
    const first = await signIn(org);
    const second = await signIn(org);
    expect(first.sessionId).not.toBe(second.sessionId);

    const response = await fetch(`${org.url}/services/data/v67.0/limits`, {
      headers: { Authorization: `OAuth ${first.sessionId}` },
    });
    expect(response.status).toBe(200);
  });

  it('of one org means nothing to another', async () => {
    await using one = await startTestOrg();
    await using other = await startTestOrg();
    const { sessionId } = await signIn(one);
    const response = await fetch(`${other.url}/services/data/v67.0/limits`, {
      headers: { Authorization: `Bearer ${sessionId}` },
    });
    expect(response.status).toBe(401);
  });
});
