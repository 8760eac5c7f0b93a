import { request } from 'node:http';
import { expect, test } from 'vitest';
import { startTestOrg } from '../../support/local-org.ts';

/** The status of a request that calls the org by some name. */
function statusFor(url: string, host: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const sent = request(`${url}/_local/activity`, { headers: { Host: host } }, (answer) => {
      answer.resume();
      resolve(answer.statusCode);
    });
    sent.once('error', reject);
    sent.end();
  });
}

test.each([
  ['localhost', 200],
  ['127.0.0.1', 200],
  ['[::1]', 200],
  ['rebound.example', 404],
  ['localhost.rebound.example', 404],
])('the eyes of the org answer whoever calls it %s with %i', async (host, status) => {
  await using org = await startTestOrg();
  expect(await statusFor(org.url, host)).toBe(status);
});

test('the time of the org moves a hundred years at the most', async () => {
  await using org = await startTestOrg();
  const advance = (milliseconds: number) =>
    fetch(`${org.url}/_local/advance`, { method: 'POST', body: JSON.stringify({ milliseconds }) });
  expect((await advance(1e300)).status).toBe(400);
  expect((await advance(50 * 365 * 24 * 3_600_000)).status).toBe(204);
});
