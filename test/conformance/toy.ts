import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Row } from '../../src/contract/row.ts';
import { batchesOf } from '../activities/row-streams.ts';
import { toyConnector } from '../host/toy-connector.ts';
import { testRunContext } from '../support/test-run-context.ts';
import { bind, writerOf, type ConnectorUnderTest } from './connector-under-test.ts';

/** The connector that knows nothing of Salesforce: the suite must hold for it as well. */
export const toy: ConnectorUnderTest = {
  name: 'NDJSON folder',
  manifest: toyConnector.manifest,
  options: { list: { collection: 'web' }, append: { collection: 'new' }, remove: { collection: 'old' } },
  configure: (type, options) => toyConnector.activity(type, options),
  async open() {
    const folder = await mkdtemp(join(tmpdir(), 'sfsc-toy-'));
    const connection = toyConnector.connect({ name: 'Toy', folder }, testRunContext());
    const activity = (type: string, options: unknown) => bind(toyConnector, connection, { type, options });
    let serial = 0;
    const newRows = (count: number): Row[] =>
      Array.from({ length: count }, () => ({ key: `k${(serial += 1)}`, note: 'n' }));
    const append = (collection: string, rows: Row[]) =>
      writerOf(activity('append', { collection }))(batchesOf(rows));
    await append('web', newRows(7));
    return {
      connection,
      activity,
      reads: [
        { type: 'list', options: { collection: 'web' }, emptyOptions: { collection: 'none' }, rowCount: 7 },
      ],
      writes: [
        {
          type: 'append',
          options: { collection: 'new' },
          goodRows: (count) => Promise.resolve(newRows(count)),
          badRow: { key: 'bad', note: 'n' },
        },
        {
          type: 'remove',
          options: { collection: 'old' },
          goodRows: async (count) => {
            const rows = newRows(count);
            await append('old', rows);
            return rows;
          },
          badRow: { key: 'nobody', note: 'n' },
        },
      ],
      spoolFiles: () => Promise.resolve([]),
      openJobs: () => [],
      [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
    };
  },
};
