/** A count of API calls in the rolling 24 hours, as the org keeps it. */
export interface DailyCalls {
  readonly used: number;
  readonly allowed: number;
}

/** What an answer tells of the org's API calls. */
export interface LimitInfo {
  /** Of the whole org. */
  readonly daily?: DailyCalls;
  /** Of this client alone, where an administrator has given it a share of its own. */
  readonly app?: DailyCalls;
}

/**
 * Reads `Sforce-Limit-Info: api-usage=18/5000; per-app-api-usage=17/250(appName=x)`. Other content is passed over, and
 * so is a missing header.
 */
export function parseLimitInfo(header: string | undefined): LimitInfo {
  const daily = counts(header, /(?:^|[\s;,])api-usage=(\d+)\/(\d+)/u);
  const app = counts(header, /(?:^|[\s;,])per-app-api-usage=(\d+)\/(\d+)/u);
  return { ...(daily === undefined ? {} : { daily }), ...(app === undefined ? {} : { app }) };
}

function counts(header: string | undefined, pattern: RegExp): DailyCalls | undefined {
  const [, used, allowed] = pattern.exec(header ?? '') ?? [];
  return used === undefined || allowed === undefined
    ? undefined
    : { used: Number(used), allowed: Number(allowed) };
}
