import { describe, expect, it } from 'vitest';
import { batchesOf } from '../activities/row-streams.ts';
import { startServiceOrg } from '../activities/service-org.ts';
import { attempt, failedReply, rowsOf, startCollectionsOrg } from './collections-org.ts';

const isLocked = (name: string): boolean => Number(name) % 10 === 0;
const locked = (name: string): string | undefined => (isLocked(name) ? 'UNABLE_TO_LOCK_ROW' : undefined);

describe('rows that were refused for a moment', () => {
  it('A21 go out again, only they, and all rows are stored in the end', async () => {
    await using service = await startServiceOrg();
    const ids = await service.insert(
      'Contact',
      Array.from({ length: 300 }, (_, index) => ({ LastName: `n${index}` })),
    );
    service.org.faults.add({ do: { lockRows: { object: 'Contact', share: 0.1, once: true } } });
    const report = await service
      .target('update', { object: 'Contact' })
      .write(service.connection, batchesOf(ids.map((Id) => ({ Id, FirstName: 'new' }))));
    expect(report).toMatchObject({ rowCount: 300, succeeded: 300, failed: 0 });
    expect(await service.rowsOf("SELECT COUNT() FROM Contact WHERE FirstName = 'new'")).toEqual([
      { expr0: 300 },
    ]);
  });

  it.each(['UNABLE_TO_LOCK_ROW', 'TOO_MANY_APEX_REQUESTS', 'REQUEST_RUNNING_TOO_LONG', 'SERVER_UNAVAILABLE'])(
    'go out again after a while for %s, in smaller batches, and inserts with them',
    async (code) => {
      await using org = await startCollectionsOrg({
        batch: (batch, { number }) => (number === 1 ? failedReply(batch, () => code) : undefined),
      });
      const { report } = await attempt(org, 'insert', { rows: rowsOf('insert', 100) });
      expect(report).toMatchObject({ rowCount: 100, succeeded: 100, created: 100 });
      expect(org.writes.map(({ batches }) => batches.map(({ names }) => names.length))).toEqual([
        [100],
        [50, 50],
      ]);
      expect(org.context.sleeps).toEqual([375]);
    },
  );

  it('fail with the words of the org when they were tried often enough', async () => {
    await using org = await startCollectionsOrg({ batch: (batch) => failedReply(batch, locked) });
    const options = { retryRows: 2 };
    const { report, outcomes } = await attempt(org, 'update', { rows: rowsOf('update', 20), options });
    expect(report).toMatchObject({ succeeded: 18, failed: 2 });
    expect(outcomes[10]).toMatchObject({ status: 'failed', errors: [{ code: 'UNABLE_TO_LOCK_ROW' }] });
    expect(org.writes.map(({ names }) => names)).toEqual([
      rowsOf('update', 20).map(({ Subject }) => Subject),
      ['0', '10'],
      ['0', '10'],
    ]);
  });

  it('are not tried again when retryRows is 0', async () => {
    await using org = await startCollectionsOrg({ batch: (batch) => failedReply(batch, locked) });
    await attempt(org, 'update', { rows: rowsOf('update', 20), options: { retryRows: 0 } });
    expect(org.writes).toHaveLength(1);
  });

  it('C25 are not joined by rows whose data is wrong, also where a lock came on top', async () => {
    const both = [
      { statusCode: 'UNABLE_TO_LOCK_ROW', message: 'locked' },
      { statusCode: 'STRING_TOO_LONG', message: 'too long' },
    ];
    await using org = await startCollectionsOrg({
      batch: ({ names }) => ({ status: 200, body: names.map(() => ({ success: false, errors: both })) }),
    });
    const { outcomes } = await attempt(org, 'insert', { rows: rowsOf('insert', 2) });
    expect(outcomes[0]?.errors.map(({ code }) => code)).toEqual(['UNABLE_TO_LOCK_ROW', 'STRING_TOO_LONG']);
    expect(org.writes).toHaveLength(1);
  });

  it('take their whole batch along when it is all or none, and only if nothing else spoilt it', async () => {
    const rolledBack = 'ALL_OR_NONE_OPERATION_ROLLED_BACK';
    await using org = await startCollectionsOrg({
      batch: (batch, { number }) => {
        if (batch.names.includes('15')) {
          return failedReply(batch, (name) =>
            name === '15' ? 'STRING_TOO_LONG' : (locked(name) ?? rolledBack),
          );
        }
        return number === 1 ? failedReply(batch, (name) => locked(name) ?? rolledBack) : undefined;
      },
    });
    const options = { allOrNone: true, batchSize: 10 };
    const { report, outcomes } = await attempt(org, 'update', { rows: rowsOf('update', 30), options });
    expect(report).toMatchObject({ succeeded: 20, failed: 10 });
    expect(outcomes[11]?.errors[0]?.code).toBe(rolledBack);
    expect(org.writes.map(({ batches }) => batches.map(({ names }) => names.length))).toEqual([
      [10, 10, 10],
      [10, 10],
    ]);
  });

  it('keep their refusal when the write ends before their turn comes', async () => {
    await using org = await startCollectionsOrg({
      batch: (batch) => failedReply(batch, locked),
      call: ({ number }) =>
        number === 2
          ? { status: 403, body: '[{"errorCode":"API_DISABLED_FOR_ORG","message":""}]' }
          : undefined,
    });
    const { report, error } = await attempt(org, 'update', { rows: rowsOf('update', 20) });
    expect(error).toMatchObject({ code: 'permission-denied' });
    expect(report).toMatchObject({ rowCount: 20, succeeded: 18, failed: 2, unprocessed: 0, unknown: 0 });
  });
});

describe('a batch that the org refuses inside of a call', () => {
  const refused = (status: number, errorCode: string) => ({
    status,
    body: [{ errorCode, message: 'Refused.' }],
  });

  it('goes out again by itself after a while when the org was not there', async () => {
    await using org = await startCollectionsOrg({
      batch: ({ names }, { number }) =>
        number === 1 && names.includes('0') ? refused(503, 'SERVER_UNAVAILABLE') : undefined,
    });
    const { report } = await attempt(org, 'insert', { rows: rowsOf('insert', 300) });
    expect(report).toMatchObject({ rowCount: 300, succeeded: 300 });
    expect(org.writes.map(({ names }) => names.length)).toEqual([300, 200]);
  });

  it('ends the write when it is refused again and again, with its rows not stored', async () => {
    await using org = await startCollectionsOrg({
      batch: ({ names }) => (names.includes('0') ? refused(503, 'SERVER_UNAVAILABLE') : undefined),
    });
    const { report, error } = await attempt(org, 'insert', {
      rows: rowsOf('insert', 6),
      options: { batchSize: 3 },
    });
    expect(error).toMatchObject({ code: 'org-unavailable' });
    expect(report).toMatchObject({ rowCount: 6, succeeded: 3, unprocessed: 3 });
  });

  it('B2 leaves inserts unknown when something broke while the org worked, and repeats updates', async () => {
    const script = {
      batch: ({ names }: { names: readonly string[] }, { number }: { number: number }) =>
        number === 1 && names.includes('0') ? refused(500, 'UNKNOWN_EXCEPTION') : undefined,
    };
    const options = { batchSize: 3 };
    await using org = await startCollectionsOrg(script);
    const inserted = await attempt(org, 'insert', { rows: rowsOf('insert', 6), options });
    expect(inserted.report).toMatchObject({ rowCount: 6, succeeded: 3, unknown: 3 });
    await using other = await startCollectionsOrg(script);
    const updated = await attempt(other, 'update', { rows: rowsOf('update', 6), options });
    expect(updated.report).toMatchObject({ rowCount: 6, succeeded: 6 });
  });

  it('E8 ends the write with all errors of the org when they are about all rows', async () => {
    const body = [
      { errorCode: 'INVALID_TYPE', message: 'one' },
      { errorCode: 'INVALID_FIELD', message: 'two' },
    ];
    await using org = await startCollectionsOrg({
      batch: ({ names }) => (names.includes('0') ? { status: 400, body } : undefined),
    });
    const { report, error } = await attempt(org, 'update', {
      rows: rowsOf('update', 6),
      options: { batchSize: 3 },
    });
    expect(error).toMatchObject({ code: 'unknown-object', details: { errors: body } });
    expect(report).toMatchObject({ rowCount: 6, succeeded: 3, unprocessed: 3 });
  });
});
