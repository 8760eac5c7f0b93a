import type { CheckFindings } from './check-findings.ts';
import { loginMethods } from './login-methods.ts';

/** What works today and deserves attention, as sentences. */
export function checkWarnings(
  findings: Pick<CheckFindings, 'options' | 'notes' | 'canQuery' | 'dailyCalls'>,
): readonly string[] {
  const { options, canQuery } = findings;
  return [
    ...loginMethods[options.authentication.type].warnings(options.name),
    ...(canQuery
      ? []
      : ['The user sees no object that may be queried: ask an administrator for read access.']),
    ...warningOfReserve(findings),
    ...findings.notes,
  ];
}

/** Part of the day's calls that counts as nearly reached. */
const nearlyReached = 0.05;

function warningOfReserve({
  dailyCalls,
  options,
}: Pick<CheckFindings, 'options' | 'dailyCalls'>): readonly string[] {
  if (dailyCalls === undefined) return [];
  const { used, allowed } = dailyCalls;
  const free = allowed - used - options.apiCallReserve;
  if (free > allowed * nearlyReached) return [];
  const count = String(Math.max(0, free));
  return [
    `Only ${count} API calls are left for this connection in the rolling 24 hours, besides the ${options.apiCallReserve} that \`apiCallReserve\` keeps for others.`,
  ];
}
