import { readFile, readdir, stat, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { rootCertificates } from 'node:tls';
import { describe, expect, it } from 'vitest';
import { ConnectorError } from '../../../src/errors/connector-error.ts';
import { startTestOrg } from '../../support/local-org.ts';
import { json, loginAnswer, sessionOf, startScriptedOrg } from '../scripted-org.ts';
import { memoryState, processesOf } from './process-like.ts';

describe('the session cache', () => {
  it('makes one login of ten processes in a row', async () => {
    await using org = await startTestOrg();
    const { start } = await processesOf(org);
    for (let count = 0; count < 10; count += 1) expect(await start().call()).toBe('ok');
    expect(org.activity().logins).toBe(1);
  });

  it('makes one login of ten processes at once', async () => {
    await using org = await startTestOrg();
    const { start } = await processesOf(org);
    const processes = Array.from({ length: 10 }, () => start());
    expect(new Set(await Promise.all(processes.map(({ call }) => call())))).toEqual(new Set(['ok']));
    expect(org.activity().logins).toBe(1);
    expect(processes.reduce((sum, { connection }) => sum + connection.usage().logins, 0)).toBe(1);
  });

  it('does nothing unless it is asked for', async () => {
    await using org = await startTestOrg();
    const { folder, start } = await processesOf(org);
    for (let count = 0; count < 2; count += 1) await start({ sessionCache: false }).call();
    expect(org.activity().logins).toBe(2);
    await expect(stat(folder)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('holds neither password nor session in clear', async () => {
    await using org = await startScriptedOrg(() => json(200, {}));
    const fields = fieldsOf(org.server.origin);
    const { folder, start } = await processesOf(fields);
    const { context, call } = start();
    expect(await call()).toBe('ok');
    const names = await readdir(folder);
    expect(names.length).toBe(1);
    const texts = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
    for (const secret of [fields.password, fields.securityToken, fields.username, sessionOf(1), 'session/']) {
      expect(`${names.join(' ')} ${texts.join(' ')}`).not.toContain(secret);
      expect(JSON.stringify(context.logLines)).not.toContain(secret);
    }
  });

  it('logs in anew with another password', async () => {
    await using org = await startTestOrg();
    const { start } = await processesOf(org);
    expect(await start().call()).toBe('ok');
    expect(await start({ password: 'another' }).call()).toBe('invalid-login');
    expect(await start().call()).toBe('ok');
    expect(org.activity().logins).toBe(2);
  });

  it('is not shared by connections that reach the org in another way or trust others', async () => {
    await using org = await startTestOrg();
    const { start } = await processesOf(org);
    expect(await start().call()).toBe('ok');
    for (const [changes, logins] of [
      [{ proxy: 'none' }, 2],
      [{ tls: { ca: rootCertificates[0] } }, 3],
      [{}, 3],
    ] as const) {
      expect(await start(changes).call()).toBe('ok');
      expect(org.activity().logins).toBe(logins);
    }
  });

  it('renews a session that is refused, and the next process takes the new one', async () => {
    await using org = await startTestOrg();
    const { start } = await processesOf(org);
    expect(await start().call()).toBe('ok');
    org.faults.add({ when: { path: '**/limits', nth: 1 }, do: { revokeSessions: 'all' } });
    expect(await start().call()).toBe('ok');
    expect(org.activity().logins).toBe(2);
    expect(await start().call()).toBe('ok');
    expect(org.activity().logins).toBe(2);
  });

  it('takes what another process has renewed in the meantime', async () => {
    await using org = await startTestOrg();
    const { start } = await processesOf(org);
    const [first, second] = [start(), start()];
    expect([await first.call(), await second.call()]).toEqual(['ok', 'ok']);
    org.faults.add({ when: { path: '**/limits', nth: 1 }, do: { revokeSessions: 'all' } });
    expect([await first.call(), await second.call()]).toEqual(['ok', 'ok']);
    expect(org.activity().logins).toBe(2);
    expect(second.connection.usage().logins).toBe(0);
  });

  it('goes on at the instance that the session belongs to (C19)', async () => {
    await using moved = await startScriptedOrg(() => json(200, {}));
    await using org = await startScriptedOrg(() => json(500, {}), {
      login: (loginNumber) => loginAnswer(loginNumber, moved.server.origin),
    });
    const { start } = await processesOf(fieldsOf(org.server.origin));
    expect([await start().call(), await start().call()]).toEqual(['ok', 'ok']);
    expect(org.logins.length).toBe(1);
    expect(moved.calls.length).toBe(2);
  });

  it.each(['not JSON', '{}', '{"form":2}', '[]', 'null'])(
    'counts as empty when it holds %s',
    async (content) => {
      await using org = await startScriptedOrg(() => json(200, {}));
      const { start } = await processesOf(fieldsOf(org.server.origin));
      const { values, state } = memoryState();
      expect(await start({}, state).call()).toBe('ok');
      const [key = ''] = values.keys();
      expect(key).toMatch(/^session\/[\w-]{43}$/u);
      expect(values.get(key)).toContain(sessionOf(1));
      values.set(key, content);
      expect(await start({}, state).call()).toBe('ok');
      expect(values.get(key)).toContain(sessionOf(2));
      expect(org.logins.length).toBe(2);
    },
  );

  it.each([
    ['an instance that is no web address', { instanceUrl: 'ftp://example.com' }],
    ['no token', { accessToken: '' }],
  ])('counts as empty when its session has %s', async (_, wrong) => {
    await using org = await startScriptedOrg(() => json(200, {}));
    const { start } = await processesOf(fieldsOf(org.server.origin));
    const { values, state } = memoryState();
    await start({}, state).call();
    const [[key, text] = ['', '{}']] = values;
    const record = JSON.parse(text) as { session: object };
    values.set(key, JSON.stringify({ ...record, session: { ...record.session, ...wrong } }));
    expect(await start({}, state).call()).toBe('ok');
    expect(org.logins.length).toBe(2);
  });

  it('counts as empty when its file was cut, and tells the log', async () => {
    await using org = await startTestOrg();
    const { folder, start } = await processesOf(org);
    await start().call();
    const [name = ''] = await readdir(folder);
    await truncate(join(folder, name), 30);
    const [first, second] = [start(), start()];
    expect([await first.call(), await second.call()]).toEqual(['ok', 'ok']);
    expect(org.activity().logins).toBe(2);
    const line = {
      message: 'The session cache cannot be used',
      fields: { code: 'secret-unreadable' },
    };
    expect(first.context.logLines).toContainEqual(line);
    expect(second.context.logLines).not.toContainEqual(line);
  });

  it('breaks no login when it cannot be read, written or locked, and tells the log', async () => {
    await using org = await startScriptedOrg(() => json(200, {}));
    const { start } = await processesOf(fieldsOf(org.server.origin));
    const fail = () => Promise.reject(new ConnectorError('file-unwritable', 'The disk is full.'));
    for (const broken of [{ read: fail }, { write: fail }, { exclusively: fail }]) {
      const { context, call } = start({}, memoryState(broken).state);
      expect(await call()).toBe('ok');
      expect(context.logLines).toContainEqual({
        message: 'The session cache cannot be used',
        fields: { code: 'file-unwritable' },
      });
    }
    expect(org.logins.length).toBe(3);
  });

  it('says when its key is no key', async () => {
    await using org = await startScriptedOrg(() => json(200, {}));
    const { start } = await processesOf(fieldsOf(org.server.origin));
    const exclusively = () =>
      Promise.reject(new ConnectorError('secret-key-invalid', 'SFSC_KEY holds no key.'));
    expect(await start({}, memoryState({ exclusively }).state).call()).toBe('secret-key-invalid');
    expect(org.logins.length).toBe(0);
  });

  it('never keeps a token that is configured, and says so', async () => {
    await using org = await startScriptedOrg(() => json(200, {}));
    const { folder, start } = await processesOf(fieldsOf(org.server.origin));
    const { connection, call } = start({ authentication: { type: 'bearer', accessToken: 'x'.repeat(20) } });
    expect(connection.notes.join(' ')).toContain('`sessionCache` changes nothing here');
    expect(await call()).toBe('ok');
    await expect(stat(folder)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('is a note, and no error, where the host keeps no state', async () => {
    await using org = await startScriptedOrg(() => json(200, {}), { config: { sessionCache: true } });
    expect(org.connection.notes.join(' ')).toContain('no state store');
    expect(await org.connection.rest.send({ method: 'GET', path: 'x', callClass: 'poll' })).toMatchObject({
      status: 200,
    });
  });
});

function fieldsOf(url: string) {
  return {
    url,
    username: 'integration@example.com',
    password: 'secret-password',
    securityToken: 'secret-token',
  };
}
