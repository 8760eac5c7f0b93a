import type { ConnectionFact, ConnectionTestReport } from '../../contract/connection.ts';
import type { CheckFindings } from './check-findings.ts';
import { loginMethods } from './login-methods.ts';
import { checkWarnings } from './check-warnings.ts';

const unknown = 'unknown';

/** Words the findings of a connection test as facts and warnings for people. Keys of facts are stable. */
export function checkReport(findings: CheckFindings): ConnectionTestReport {
  const { options, session, organization, user } = findings;
  const { userInfo } = session;
  const method = loginMethods[options.authentication.type];
  const fact = (key: string, label: string, value: string | undefined): ConnectionFact => ({
    key,
    label,
    value: value ?? unknown,
  });
  const facts = [
    fact('organizationName', 'Org', organization?.name ?? userInfo?.organizationName ?? undefined),
    fact('organizationId', 'Org id', organization?.id ?? userInfo?.organizationId ?? session.organizationId),
    fact('kind', 'Kind of org', kindOf(findings)),
    ...(organization?.edition === undefined ? [] : [fact('edition', 'Edition', organization.edition)]),
    fact('username', 'User', user.username),
    fact('userFullName', 'Name of the user', user.fullName),
    fact('instance', 'Host', session.instanceUrl.host),
    ...(organization?.instanceName === undefined
      ? []
      : [fact('instanceName', 'Instance', organization.instanceName)]),
    fact('apiVersion', 'API version', options.apiVersion),
    fact('objects', 'Objects', formatCount(findings.objectCount)),
    fact('apiCallsLeft', 'API calls left', callsLeft(findings)),
    fact('authentication', 'Login by', method.title),
    fact('survivesSummer27', "Login after Summer '27", method.survives(options.name)),
    fact('loginSeconds', 'Seconds to log in', formatSeconds(findings.loginMs)),
    fact('seconds', 'Seconds in all', formatSeconds(findings.totalMs)),
  ];
  return { ok: true, facts, warnings: checkWarnings(findings) };
}

/** The org's own word counts most; then that of the login; then the name of the host. */
function kindOf({ organization, session }: CheckFindings): string | undefined {
  const isSandbox = organization?.isSandbox ?? session.sandbox ?? kindByHost(session.instanceUrl);
  if (isSandbox === undefined) return undefined;
  return isSandbox ? 'sandbox' : 'production';
}

function kindByHost({ hostname }: URL): boolean | undefined {
  return hostname.endsWith('.sandbox.my.salesforce.com') ? true : undefined;
}

function callsLeft({ dailyCalls, options }: CheckFindings): string | undefined {
  if (dailyCalls === undefined) return undefined;
  const { used, allowed } = dailyCalls;
  const left = `${formatCount(Math.max(0, allowed - used))} of ${formatCount(allowed)}`;
  const { apiCallReserve: reserve } = options;
  return reserve === 0 ? left : `${left}, of which ${formatCount(reserve)} are kept for others`;
}

/** With commas, as in `1,234`, whatever the locale of the machine is. */
function formatCount(count: number): string {
  return String(count).replaceAll(/\B(?=(?:\d{3})+$)/gu, ',');
}

function formatSeconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(2);
}
