import jsforce from 'jsforce';
import { expect, test } from 'vitest';
import { startTestOrg } from '../../support/local-org.ts';
import { signIn } from './sign-in.ts';

test('jsforce logs in by SOAP and learns who it is', async () => {
  await using org = await startTestOrg();
  const connection = await signIn(org);
  expect(connection.userInfo).toMatchObject({
    id: expect.stringMatching(/^005\w{15}$/),
    organizationId: expect.stringMatching(/^00D\w{15}$/),
  });
  const identity = await connection.identity();
  expect(identity).toMatchObject({
    user_id: connection.userInfo?.id,
    organization_id: connection.userInfo?.organizationId,
    username: org.username,
  });
});

test('jsforce gives the words of a refused login', async () => {
  await using org = await startTestOrg();
  const connection = new jsforce.Connection({ loginUrl: org.url, version: '64.0' });
  await expect(connection.login(org.username, 'wrong')).rejects.toThrow(
    'INVALID_LOGIN: Invalid username, password, security token; or user locked out.',
  );
});

test('jsforce logs in with the OAuth password grant', async () => {
  await using org = await startTestOrg();
  const connection = new jsforce.Connection({
    version: '64.0',
    oauth2: { loginUrl: org.url, clientId: org.clientId, clientSecret: org.clientSecret },
  });
  await connection.login(org.username, org.password + org.securityToken);
  expect(connection.instanceUrl).toBe(org.url);
  expect((await connection.query('SELECT Id FROM Organization')).totalSize).toBe(1);
});

test('jsforce logs in with client credentials', async () => {
  await using org = await startTestOrg();
  const connection = new jsforce.Connection({
    version: '64.0',
    instanceUrl: org.url,
    oauth2: { loginUrl: org.url, clientId: org.clientId, clientSecret: org.clientSecret },
  });
  await connection.authorize({ grant_type: 'client_credentials' });
  expect((await connection.identity()).username).toBe(org.username);
});

test('jsforce logs out, and is then turned away', async () => {
  await using org = await startTestOrg();
  const connection = await signIn(org);
  const { accessToken, instanceUrl } = connection;
  await connection.logoutBySoap();
  const other = new jsforce.Connection({ instanceUrl, accessToken: accessToken ?? '', version: '64.0' });
  await expect(other.query('SELECT Id FROM Account')).rejects.toMatchObject({
    errorCode: 'INVALID_SESSION_ID',
  });
});
