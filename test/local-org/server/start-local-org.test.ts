import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { LocalOrgError, startLocalOrg } from '../../../src/local-org/index.ts';
import { startTestOrg } from '../../support/local-org.ts';
import { findSpoolFile } from '../bulk/spool-file.ts';
import { at, queryPath, signIn, textAt } from './org-client.ts';

describe('startLocalOrg', () => {
  it('listens on a loopback port of its own for each org and hands out what a connection needs', async () => {
    await using first = await startTestOrg();
    await using second = await startTestOrg();

    expect(first.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(second.url).not.toBe(first.url);
    expect(first).toMatchObject({
      username: 'admin@local.example',
      password: 'local-password',
      securityToken: 'LOCALTOKEN',
    });
    expect(first.clientId).not.toBe('');
    expect(first.clientSecret).not.toBe('');
  });

  it('rejects with address-in-use and the port when somebody listens there already', async () => {
    await using org = await startTestOrg();
    const port = Number(new URL(org.url).port);

    const error: unknown = await startLocalOrg({ port }).catch((cause: unknown) => cause);

    expect(error).toBeInstanceOf(LocalOrgError);
    expect(error).toMatchObject({ code: 'address-in-use', port });
  });

  it('rejects with address-not-available for an address that is not of this machine', async () => {
    await expect(startLocalOrg({ host: '203.0.113.7' })).rejects.toMatchObject({
      code: 'address-not-available',
    });
  });

  it('names every option that is not valid', async () => {
    const options = { port: -1, pasword: 'x' } as object;
    await expect(startLocalOrg(options)).rejects.toMatchObject({
      code: 'invalid-options',
      message: expect.stringMatching(/pasword[\s\S]*port|port[\s\S]*pasword/) as string,
    });
  });

  it('frees its port and refuses connections after close', async () => {
    const org = await startTestOrg();
    const port = Number(new URL(org.url).port);
    await org.close();

    await expect(fetch(org.url)).rejects.toThrow();
    await using again = await startTestOrg({ port });
    expect(again.url).toBe(org.url);
  });

  it('keeps records in the data file over a restart', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'org-data-'));
    const dataFile = join(folder, 'org.sqlite');
    try {
      const first = await startTestOrg({ dataFile });
      await (await signIn(first)).call('POST', '/sobjects/Account', { Name: 'Kept' });
      await first.close();

      await using second = await startTestOrg({ dataFile });
      const answer = await (await signIn(second)).call('GET', queryPath('SELECT Name FROM Account'));
      expect(at(answer, 'records', 0, 'Name')).toBe('Kept');
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('takes the time of records from its clock', async () => {
    await using org = await startTestOrg({ clock: { now: () => Date.UTC(2031, 1, 3, 4, 5, 6) } });
    const client = await signIn(org);
    await client.call('POST', '/sobjects/Account', { Name: 'Later' });

    const answer = await client.call('GET', queryPath('SELECT CreatedDate FROM Account'));
    expect(at(answer, 'records', 0, 'CreatedDate')).toBe('2031-02-03T04:05:06.000+0000');
  });

  it('counts requests, logins, API calls and bytes', async () => {
    await using org = await startTestOrg();
    expect(org.activity()).toEqual({
      requests: 0,
      logins: 0,
      apiCalls: 0,
      bytesReceived: 0,
      bytesSent: 0,
    });

    const client = await signIn(org);
    await client.call('GET', '/services/data');
    await client.call('GET', '/limits');

    const { requests, logins, apiCalls, bytesReceived, bytesSent } = org.activity();
    expect({ requests, logins, apiCalls }).toEqual({ requests: 3, logins: 1, apiCalls: 1 });
    expect(bytesReceived).toBeGreaterThan(500);
    expect(bytesSent).toBeGreaterThan(1000);
  });

  it('leaves no spool files behind', async () => {
    const org = await startTestOrg();
    const client = await signIn(org);
    const job = await client.call('POST', '/jobs/ingest', { object: 'Account', operation: 'insert' });
    const id = textAt(job, 'id');
    await client.call('PUT', `/jobs/ingest/${id}/batches`, `Name\n${org.url}\n`, {
      'Content-Type': 'text/csv',
    });
    const file = findSpoolFile(`${id}.upload`)!;
    expect(await readFile(file, 'utf8')).toBe(`Name\n${org.url}\n`);

    await org.close();

    expect(existsSync(file)).toBe(false);
  });
});
