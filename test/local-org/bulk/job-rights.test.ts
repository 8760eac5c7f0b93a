import { describe, expect, it } from 'vitest';
import type { Permission } from '../../../src/local-org/auth/permission.ts';
import type { Session } from '../../../src/local-org/auth/sessions.ts';
import { IngestJob } from '../../../src/local-org/bulk/ingest-job.ts';
import {
  requireCreator,
  requireCreatorOrManager,
  requireOperation,
} from '../../../src/local-org/bulk/job-rights.ts';

const creator = '005RO0000000001YAA';
const stranger = '005RO0000000002YAA';

function session(userId: string, ...permissions: Permission[]): Session {
  return { id: 'session', userId, permissions: new Set(permissions), passwordExpired: false };
}

const job = new IngestJob(
  { id: '750RO0000000001YAA', userId: creator, versionNumber: 67, clock: { now: () => 0 } },
  { object: 'Account', operation: 'insert', columnDelimiter: 'COMMA', lineEnding: 'LF' },
  '/nowhere',
);
const forbidden = expect.objectContaining({ status: 403, errorCode: 'INSUFFICIENT_ACCESS' }) as Error;

describe('the rights over a job', () => {
  it('to close it are its creator’s alone', () => {
    expect(() => {
      requireCreator(job, session(creator));
    }).not.toThrow();
    expect(() => {
      requireCreator(job, session(stranger, 'ManageDataIntegrations'));
    }).toThrow(forbidden);
  });

  it('to abort or delete it are its creator’s, and of those who manage data integrations', () => {
    expect(() => {
      requireCreatorOrManager(job, session(creator));
    }).not.toThrow();
    expect(() => {
      requireCreatorOrManager(job, session(stranger, 'ManageDataIntegrations'));
    }).not.toThrow();
    expect(() => {
      requireCreatorOrManager(job, session(stranger));
    }).toThrow(forbidden);
  });

  it('to delete for good need a permission of their own', () => {
    expect(() => {
      requireOperation('hardDelete', session(creator, 'BulkApiHardDelete'));
    }).not.toThrow();
    expect(() => {
      requireOperation('delete', session(creator));
    }).not.toThrow();
    expect(() => {
      requireOperation('hardDelete', session(creator));
    }).toThrow(
      'hardDelete operation requires special user profile permission, please contact your system administrator',
    );
  });
});
