import { PassThrough } from 'node:stream';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { openConnectionDesk } from '../../../src/cli/connection-desk.ts';
import { saveAndAsk } from '../../../src/cli/save-and-ask.ts';
import { projectFolder } from './project-folder.ts';

/** The desk of somebody who sits at a terminal and types this. */
async function deskWith(folder: string, typed: string) {
  vi.stubEnv('SFSC_HOME', join(folder, '../home'));
  onTestFinished(() => void vi.unstubAllEnvs());
  const input = Object.assign(new PassThrough(), { isTTY: true, setRawMode: () => undefined });
  const shown: string[] = [];
  const options = { json: false, quiet: false, project: folder, var: {} };
  const signal = new AbortController().signal;
  const desk = await openConnectionDesk(options, signal);
  input.end(typed);
  const note = (text: string): void => void shown.push(text);
  const output = { write: (text: string) => shown.push(text) };
  return { desk: { ...desk, note, streams: { input, output, signal } }, shown: () => shown.join('\n') };
}

const fields = { serverHost: 'https://example.my.salesforce.com', username: 'me@example.com' };
const secrets = { password: 'canary-1', securityToken: 'canary-2' };

test('on a terminal, save asks for the secrets that the policy wants again, shows none, and goes on', async () => {
  await using project = await projectFolder({ policies: { reauthenticateOnChange: true } });
  const begin = await deskWith(project.folder, '');
  await saveAndAsk(begin.desk, 'production', { fields, secrets });
  const { desk, shown } = await deskWith(project.folder, 'canary-3\r\r');
  const saved = await saveAndAsk(desk, 'production', { fields: { username: 'you@example.com' } });
  expect(saved).toMatchObject({ name: 'production', created: false });
  expect(shown()).toContain('username was me@example.com and is you@example.com');
  expect(shown()).toMatch(/password \(not shown\): [^]*securityToken \(not shown\): /);
  expect(shown()).not.toContain('canary');
  expect(await project.get('connections/production.json')).toMatchObject({
    username: 'you@example.com',
    securityToken: '',
  });
  expect(desk.redact('canary-3')).toBe('***');
});

test('Ctrl+C at the question cancels, and leaves what is saved as it was', async () => {
  await using project = await projectFolder({ policies: { reauthenticateOnChange: true } });
  const begin = await deskWith(project.folder, '');
  await saveAndAsk(begin.desk, 'production', { fields, secrets });
  const { desk } = await deskWith(project.folder, 'canary-3\r\u0003');
  await expect(
    saveAndAsk(desk, 'production', { fields: { username: 'you@example.com' } }),
  ).rejects.toMatchObject({ code: 'cancelled' });
  expect(await project.get('connections/production.json')).toMatchObject({ username: 'me@example.com' });
});

test('what a secret variable holds is kept out of everything that is shown', async () => {
  const variables = { who: { env: 'WHO_LOGS_IN' } };
  await using project = await projectFolder({ variables });
  vi.stubEnv('WHO_LOGS_IN', 'canary-5@example.com');
  const { desk } = await deskWith(project.folder, '');
  await saveAndAsk(desk, 'production', { fields: { ...fields, username: '[who]' }, secrets });
  expect(desk.redact('canary-5@example.com is new')).toBe('*** is new');
});
