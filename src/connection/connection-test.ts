import type { ConnectionTestReport } from '../contract/connection.ts';
import type { DailyCalls } from './rest/limit-info.ts';
import type { AuthenticationType } from './options/authentication-schema.ts';
import type { OrgSession } from './session/org-session.ts';

/** What a connection test has found out. */
export interface TestFindings {
  readonly session: OrgSession;
  readonly apiVersion: string;
  readonly objectCount: number;
  readonly dailyCalls: DailyCalls | undefined;
  readonly authenticationType: AuthenticationType;
}

const warningsByAuthentication: Readonly<Partial<Record<AuthenticationType, readonly string[]>>> = {
  'soap-login': [
    "Salesforce retires SOAP login with the release Summer '27. Move this connection to OAuth before then.",
  ],
};

/** Words the findings of a connection test as facts and warnings for people. */
export function connectionTestReport(findings: TestFindings): ConnectionTestReport {
  const { session, apiVersion, objectCount, dailyCalls, authenticationType } = findings;
  const { userInfo, organizationId, instanceUrl, sandbox } = session;
  const facts = [
    { key: 'organization', label: 'Org', value: nameWithKey(userInfo?.organizationName, organizationId) },
    { key: 'kind', label: 'Kind of org', value: sandbox === true ? 'sandbox' : 'production' },
    { key: 'user', label: 'User', value: nameWithKey(userInfo?.userFullName, userInfo?.userName) },
    { key: 'instance', label: 'Host', value: instanceUrl.host },
    { key: 'apiVersion', label: 'API version', value: apiVersion },
    { key: 'objects', label: 'Objects', value: String(objectCount) },
    ...(dailyCalls === undefined
      ? []
      : [
          {
            key: 'apiCallsLeft',
            label: 'API calls left',
            value: `${dailyCalls.allowed - dailyCalls.used} of ${dailyCalls.allowed}`,
          },
        ]),
  ];
  return { ok: true, facts, warnings: warningsByAuthentication[authenticationType] ?? [] };
}

/** `Name (key)`, or what the org said of it. */
function nameWithKey(name: string | null | undefined, key: string | null | undefined): string {
  if (name == null || key == null) return name ?? key ?? 'unknown';
  return `${name} (${key})`;
}
