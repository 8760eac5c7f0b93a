import type { ConnectionTestReport } from '../contract/connection.ts';
import type { DailyCalls } from './rest/api-usage.ts';
import type { OrgSession } from './session/org-session.ts';

/** What a connection test has found out. */
export interface TestFindings {
  readonly session: OrgSession;
  readonly apiVersion: string;
  readonly objectCount: number;
  readonly dailyCalls: DailyCalls | undefined;
  readonly authenticationType: 'soap-login';
}

const warningsByAuthentication: Readonly<Record<TestFindings['authenticationType'], readonly string[]>> = {
  'soap-login': [
    "Salesforce retires SOAP login with the release Summer '27. Move this connection to OAuth before then.",
  ],
};

/** Words the findings of a connection test as facts and warnings for people. */
export function connectionTestReport(findings: TestFindings): ConnectionTestReport {
  const { session, apiVersion, objectCount, dailyCalls, authenticationType } = findings;
  const { userInfo, instanceUrl, sandbox } = session;
  const facts = [
    { label: 'Org', value: nameWithKey(userInfo.organizationName, userInfo.organizationId) },
    { label: 'Kind of org', value: sandbox ? 'sandbox' : 'production' },
    { label: 'User', value: nameWithKey(userInfo.userFullName, userInfo.userName) },
    { label: 'Host', value: instanceUrl.host },
    { label: 'API version', value: apiVersion },
    { label: 'Objects', value: String(objectCount) },
    ...(dailyCalls === undefined
      ? []
      : [
          {
            label: 'API calls left',
            value: `${dailyCalls.allowed - dailyCalls.used} of ${dailyCalls.allowed}`,
          },
        ]),
  ];
  return { ok: true, facts, warnings: warningsByAuthentication[authenticationType] };
}

/** `Name (key)`, or what the org said of it. */
function nameWithKey(name: string | null, key: string | null): string {
  if (name === null || key === null) return name ?? key ?? 'unknown';
  return `${name} (${key})`;
}
