import { describe, expect, test } from 'vitest';
import { startTestOrg } from '../../support/local-org.ts';
import { signIn, textAt, type OrgClient } from '../server/org-client.ts';
import { differences, inOneOrder } from './differences.ts';
import { IdBook } from './id-book.ts';
import { recordings, type Recording } from './recording.ts';

/** The version of requests whose recording leaves it open. */
const version = 'v48.0';

async function prepare({ prepare: records }: Recording, client: OrgClient, ids: IdBook): Promise<void> {
  for (const { id, object, fields } of records) {
    const created = await client.call('POST', `/sobjects/${object}`, ids.translate(fields));
    expect(created.status, created.text).toBe(201);
    ids.pair(id, textAt(created, 'id'));
  }
}

describe('a recorded conversation with a real org', () => {
  test.each(recordings.map((recording) => [recording.name, recording] as const))(
    'goes the same way here: %s',
    async (_, recording) => {
      await using org = await startTestOrg();
      const client = await signIn(org);
      const ids = new IdBook();
      await prepare(recording, client, ids);
      for (const exchange of recording.exchanges) {
        const { method, path, body } = ids.translate(inVersion(exchange));
        const answer = await client.call(method, path, body);
        expect(answer.status, `${method} ${path}: ${answer.text}`).toBe(exchange.status);
        const recorded = ids.translate(inVersion(exchange).answer);
        const found = differences(inOneOrder(recorded, ids), inOneOrder(answer.body, ids), ids);
        expect(found, `${method} ${path}`).toEqual([]);
      }
    },
  );

  test('is there to be compared', () => {
    expect(recordings.flatMap(({ exchanges }) => exchanges).length).toBeGreaterThan(40);
  });
});

function inVersion<T>(value: T): T {
  return JSON.parse(JSON.stringify(value).replaceAll('/vxx.0/', `/${version}/`)) as T;
}
