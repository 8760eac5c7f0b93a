import { describe, expect, it } from 'vitest';
import type { Row } from '../../src/contract/row.ts';
import { batchesOf } from '../activities/row-streams.ts';
import { startServiceOrg } from '../activities/service-org.ts';
import { attempt, failedReply, rowsOf, startCollectionsOrg } from './collections-org.ts';

describe('rows about the same record', () => {
  it('E27 are all written, the last one wins, and other rows do not wait for them', async () => {
    await using service = await startServiceOrg();
    const rows: Row[] = Array.from({ length: 600 }, (_, index) => ({
      MessageId__c: index % 200 === 7 ? (index === 207 ? 'TWIN' : 'twin') : `k${index}`,
      Subject: `s${index}`,
    }));
    await service.connection.describe('Case');
    const { apiCalls } = service.connection.usage();
    const report = await service
      .target('upsert', { object: 'Case', externalIdField: 'MessageId__c' })
      .write(service.connection, batchesOf(rows));
    expect(report).toMatchObject({ rowCount: 600, succeeded: 600, created: 598, failed: 0 });
    // A call with all but the later twins, and one for each of them.
    expect(service.connection.usage().apiCalls - apiCalls).toBe(3);
    expect(await service.rowsOf("SELECT Subject FROM Case WHERE MessageId__c = 'twin'")).toEqual([
      { Subject: 's407' },
    ]);
  });

  it('go out one after the other, tries of the earlier one included', async () => {
    await using org = await startCollectionsOrg({
      batch: (batch, { number }) =>
        number < 3
          ? failedReply(batch, (name) => (name === 'first' ? 'UNABLE_TO_LOCK_ROW' : undefined))
          : undefined,
    });
    const rows = ['first', 'second', 'third'].map((Subject) => ({ Id: '500000000000001', Subject }));
    rows.splice(1, 0, { Id: '500000000000002', Subject: 'other' });
    const { report, outcomes } = await attempt(org, 'update', { rows });
    expect(report).toMatchObject({ succeeded: 4 });
    expect(outcomes.map(({ id }) => id)).toEqual(['500first', '500other', '500second', '500third']);
    expect(org.writes.map(({ names }) => names)).toEqual([
      ['first', 'other'],
      ['first'],
      ['first'],
      ['second'],
      ['third'],
    ]);
  });

  it('are known by the first 15 characters of their ids, whose case counts', async () => {
    await using org = await startCollectionsOrg();
    const rows = ['500000000000001', '500000000000001AAA', '50000000000000a', '50000000000000A'].map(
      (Id) => ({ Id }),
    );
    await attempt(org, 'delete', { rows });
    expect(org.writes.map(({ names }) => names.length)).toEqual([3, 1]);
  });

  it('do not exist among inserts', async () => {
    await using org = await startCollectionsOrg();
    const same = rowsOf('insert', 1).concat(rowsOf('insert', 1));
    await attempt(org, 'insert', { rows: same });
    expect(org.writes).toHaveLength(1);
  });

  it('do not stop the write when there is nothing but them', async () => {
    await using org = await startCollectionsOrg();
    const rows = Array.from({ length: 30 }, (_, index) => ({ Ext__c: 'k', Subject: String(index) }));
    const { outcomes } = await attempt(org, 'upsert', { rows });
    expect(outcomes.map(({ id }) => id)).toEqual(rows.map(({ Subject }) => `500${Subject}`));
    expect(org.writes).toHaveLength(30);
  });
});
