import jsforce from 'jsforce';
import type { LocalOrg } from '../../../src/local-org/index.ts';

/** A jsforce connection that is signed in by SOAP, as most scripts do it. */
export async function signIn(org: LocalOrg, version = '64.0'): Promise<jsforce.Connection> {
  const connection = new jsforce.Connection({ loginUrl: org.url, version });
  await connection.login(org.username, org.password + org.securityToken);
  return connection;
}
