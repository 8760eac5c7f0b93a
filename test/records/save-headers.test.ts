import { describe, expect, it } from 'vitest';
import { attempt, rowsOf, startCollectionsOrg, type Attempt } from './collections-org.ts';

async function headersOf(type: string, options: Attempt['options'], count: number) {
  await using org = await startCollectionsOrg();
  await attempt(org, type, { rows: rowsOf(type, count), options: { batchSize: 10, ...options } });
  return org.writes.flatMap(({ batches }) => batches.map(({ headers }) => headers));
}

describe('what the org is told to do with rows that it saves', () => {
  it.each([
    ['insert', 5],
    ['insert', 25],
    ['update', 25],
    ['upsert', 25],
  ])('stands in every batch of an %s, alone or not (%i rows)', async (type, count) => {
    const options = { assignmentRule: '01Q000000000001', allowDuplicates: true, updateMru: true };
    const all = await headersOf(type, options, count);
    expect(all).toHaveLength(Math.ceil(count / 10));
    for (const headers of all) {
      expect(headers).toMatchObject({
        'sforce-auto-assign': '01Q000000000001',
        'sforce-duplicate-rule-header': 'allowSave=true',
        'sforce-mru': 'updateMru=true',
      });
    }
  });

  it.each([
    ['none', 'FALSE'],
    ['default', 'TRUE'],
  ])('is %s for assignment rules as %s', async (assignmentRule, header) => {
    for (const headers of await headersOf('insert', { assignmentRule }, 15)) {
      expect(headers).toMatchObject({ 'sforce-auto-assign': header });
    }
  });

  it('is nothing but that no assignment rule runs, when nothing is asked for', async () => {
    for (const headers of await headersOf('insert', {}, 15)) {
      expect(headers['sforce-auto-assign']).toBe('FALSE');
      expect(headers).not.toHaveProperty('sforce-duplicate-rule-header');
      expect(headers).not.toHaveProperty('sforce-mru');
    }
  });
});
