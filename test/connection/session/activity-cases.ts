import type { Row } from '../../../src/contract/row.ts';
import type { SalesforceConnection } from '../../../src/connection/salesforce-connection.ts';
import { batchesOf, rowsFrom } from '../../activities/row-streams.ts';
import type { ServiceOrg } from '../../activities/service-org.ts';

/** One of the eleven activities, ready to run. */
export interface ActivityCase {
  readonly type: string;
  /**
   * Prepares rows of its own over the connection of the org; gives what runs the activity once over them, and says
   * how many rows it accounts for as done.
   */
  readonly prepare: (service: ServiceOrg) => Promise<RunOnce>;
}

/** Runs an activity over the connection. */
export type RunOnce = (connection: SalesforceConnection) => Promise<number>;

/** Rows that every run of a case moves. */
export const rowsPerRun = 3;

let serial = 0;

function newRows(): Row[] {
  return Array.from({ length: rowsPerRun }, () => {
    serial += 1;
    return { Subject: `Case ${serial}`, MessageId__c: `m-${serial}` };
  });
}

async function existingRows(service: ServiceOrg): Promise<Row[]> {
  const ids = await service.insert('Case', newRows());
  return ids.map((Id) => ({ Id }));
}

function reading(type: string): ActivityCase {
  return {
    type,
    async prepare(service) {
      const ids = await service.insert('Case', newRows());
      const query = `SELECT Id, Subject FROM Case WHERE Id IN (${ids.map((id) => `'${id}'`).join(', ')})`;
      return async (connection) => {
        const read = await rowsFrom(service.source(type, { query }).read(connection));
        const found = new Set(read.rows.map(({ Id }) => Id));
        return found.size === read.rows.length ? found.size : -1;
      };
    },
  };
}

function writing(
  type: string,
  options: unknown,
  rowsOf: (service: ServiceOrg) => Row[] | Promise<Row[]>,
): ActivityCase {
  return {
    type,
    async prepare(service) {
      const rows = await rowsOf(service);
      return async (connection) => {
        const report = await service.target(type, options).write(connection, batchesOf(rows));
        return report.rowCount === rows.length && report.unknown === 0 ? report.succeeded : -1;
      };
    },
  };
}

const changed = async (service: ServiceOrg): Promise<Row[]> =>
  (await existingRows(service)).map((row) => ({ ...row, Subject: 'Changed' }));
const upsert = { object: 'Case', externalIdField: 'MessageId__c' };

/** All eleven. */
export const activityCases: readonly ActivityCase[] = [
  reading('query'),
  writing('insert', { object: 'Case' }, newRows),
  writing('update', { object: 'Case' }, changed),
  writing('upsert', upsert, newRows),
  writing('delete', {}, existingRows),
  reading('bulk-query'),
  writing('bulk-insert', { object: 'Case' }, newRows),
  writing('bulk-update', { object: 'Case' }, changed),
  writing('bulk-upsert', upsert, newRows),
  writing('bulk-delete', { object: 'Case' }, existingRows),
  writing('bulk-hard-delete', { object: 'Case' }, existingRows),
];
