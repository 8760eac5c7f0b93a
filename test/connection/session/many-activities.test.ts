import { describe, expect, it } from 'vitest';
import { createRunContext } from '../../../src/compose.ts';
import { salesforceServiceCloud } from '../../../src/plugin.ts';
import { startServiceOrg } from '../../activities/service-org.ts';
import { activityCases, rowsPerRun, type RunOnce } from './activity-cases.ts';

const activityCount = 500;

/** How often each type occurs among the 500; the rest are queries and inserts in turn. */
const bulkShare = 0.16;

/** Places in the order of calls, at irregular distances from 50 to 150; the same ones every time. */
function revocations(): number[] {
  const places: number[] = [];
  let seed = 1;
  for (let place = 25; place < 20_000; place += 50 + (seed % 100)) {
    places.push(place);
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
  }
  return places;
}

function typesInTurn(isBulk: boolean) {
  return activityCases.filter(({ type }) => type.startsWith('bulk-') === isBulk);
}

describe('500 activities at once over one connection', () => {
  it(
    'share one login for each end of the session, and neither lose nor double a row (A19, C5, E2)',
    { timeout: 240_000 },
    async () => {
      await using service = await startServiceOrg();
      const { org } = service;
      const [standard, bulk] = [typesInTurn(false), typesInTurn(true)];
      const prepared: RunOnce[] = [];
      for (let count = 0; count < activityCount; count += 1) {
        const isBulk = count % Math.round(1 / bulkShare) === 0;
        const cases = isBulk ? bulk : standard;
        const chosen = cases[Math.floor(count / (isBulk ? 6 : 1)) % cases.length];
        if (chosen !== undefined) prepared.push(await chosen.prepare(service));
      }
      const { url, username, password, securityToken } = org;
      const connection = salesforceServiceCloud.connect(
        { name: 'Loaded', serverHost: url, username, password, securityToken, maxLoginsPerHour: 3600 },
        { ...createRunContext(), temporaryFolder: service.context.temporaryFolder },
      );
      const loginsBefore = loginsOf(org.requests());
      org.faults.add({
        when: { path: '/services/data/**', nth: revocations() },
        do: { revokeSessions: 'all' },
      });

      const done = await Promise.all(prepared.map((run) => run(connection)));
      await connection.close();
      const [rule] = org.faults.list();
      const fired = rule?.fired ?? 0;
      org.faults.clear();

      expect(done.length).toBe(activityCount);
      expect(new Set(done)).toEqual(new Set([rowsPerRun]));
      expect(fired).toBeGreaterThan(5);
      const logins = loginsOf(org.requests()) - loginsBefore;
      expect(logins).toBe(connection.usage().logins);
      expect(logins).toBe(1 + fired);
      const rows = await service.rowsOf('SELECT MessageId__c FROM Case');
      const keys = rows.map((row) => row['MessageId__c']);
      expect(new Set(keys).size).toBe(keys.length);
    },
  );
});

function loginsOf(requests: readonly { readonly soapOperation?: string | undefined }[]): number {
  return requests.filter(({ soapOperation }) => soapOperation === 'login').length;
}
