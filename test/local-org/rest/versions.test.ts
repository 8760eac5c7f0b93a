import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestOrg, type TestOrg } from '../../support/local-org.ts';
import { signIn, type OrgClient } from '../server/org-client.ts';

let org: TestOrg;
let client: OrgClient;
beforeAll(async () => {
  org = await startTestOrg();
  client = await signIn(org);
});
afterAll(() => org.close());

describe('the resources of a version', () => {
  it.each(['', '/composite'])('that %j names are all there', async (path) => {
    const { status, body } = await client.call('GET', path);
    expect(status).toBe(200);
    const found = Object.entries(body as Record<string, string>);
    expect(found.length).toBeGreaterThan(3);
    for (const [name, url] of found) {
      expect(url).toBe(`/services/data/v67.0${path}/${name}`);
      // Some are only the beginning of paths; a POST without a body tells them from what is not emulated.
      const below = ['tree', 'sobjects'].includes(name)
        ? `${url}/Account`
        : name === 'jobs'
          ? `${url}/ingest`
          : url;
      const answers = [await client.call('GET', below), await client.call('POST', below, {})];
      expect(answers.map((answer) => answer.status)).not.toContain(501);
      expect(answers.every((answer) => answer.status === 404)).toBe(false);
    }
  });
});
