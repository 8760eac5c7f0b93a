import { ConnectorError } from './connector-error.ts';
import {
  concurrencyRule,
  fallbackRules,
  permanentRefusalRule,
  permanentRefusalTexts,
  queryRulesByErrorCode,
  queryRulesByStatus,
  rulesByErrorCode,
  rulesByExtendedCode,
  rulesByStatus,
  type FailureRule,
} from './failure-rules.ts';
import { pageTitle } from './page-title.ts';
import { parseSalesforceErrors, redactErrorItem, type SalesforceErrorItem } from './salesforce-error-item.ts';

/** An answer that is no success, as the classifier needs it. */
export interface RefusedAnswer {
  /** The call in words for the message, without query or values: `GET sobjects/Case/describe`. */
  readonly call: string;
  /** Whether the call carried a SOQL query. */
  readonly isQuery: boolean;
  readonly status: number;
  /** The body, possibly cut. */
  readonly bodyText: string;
  /** Takes secrets out of a text. Sees what is shown as it reads, after escapes and character references. */
  readonly redact: (text: string) => string;
  /** From `Retry-After`, if the answer had one. */
  readonly retryAfterMs?: number | undefined;
}

/**
 * Turns a refusal into the one error that tells what to do about it. The first error whose code is known decides;
 * then the status. Field lessons A18, A20, B30, D14, D16, E8.
 *
 * `details` holds `call`, `status`, `errors` (all of them, as the org sent them, free of secrets) and `failure` (a
 * {@link FailureClass} for the retry policy).
 */
export function classifySalesforceFailure(answer: RefusedAnswer): ConnectorError {
  const errors = parseSalesforceErrors(answer.bodyText);
  const [rule, decisive] = findRule(answer, errors);
  const { call, status, retryAfterMs, redact } = answer;
  const shown = errors.map((item) => redactErrorItem(item, redact));
  return new ConnectorError(rule.code, describe(answer, shown[decisive]), {
    details: { call, status, errors: shown, failure: rule.failure, ...candidatesOf(answer) },
    ...(rule.nextSteps === undefined ? {} : { nextSteps: rule.nextSteps }),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  });
}

/** 300 lists the addresses of the records that a key matches. */
function candidatesOf({ status, bodyText, redact }: RefusedAnswer): { candidates?: readonly string[] } {
  if (status !== 300) return {};
  return { candidates: [...bodyText.matchAll(/"(\/services\/[^"]+)"/gu)].map(([, url = '']) => redact(url)) };
}

function findRule(
  answer: RefusedAnswer,
  errors: readonly SalesforceErrorItem[],
): readonly [FailureRule, decisive: number] {
  for (const [index, item] of errors.entries()) {
    const rule = ruleOfItem(item, answer.isQuery);
    if (rule !== undefined) return [rule, index];
  }
  return [ruleOfStatus(answer), 0];
}

function ruleOfItem(item: SalesforceErrorItem, isQuery: boolean): FailureRule | undefined {
  const code = bare(item.errorCode);
  if (code === 'REQUESTLIMITEXCEEDED' && item.message.startsWith('ConcurrentRequests'))
    return concurrencyRule;
  if (permanentRefusalTexts.some((text) => item.message.includes(text))) return permanentRefusalRule;
  return (
    own(rulesByExtendedCode, bare(item.extendedErrorCode ?? '')) ??
    (isQuery ? own(queryRulesByErrorCode, code) : undefined) ??
    own(rulesByErrorCode, code)
  );
}

/** One spelling for `INVALID_SESSION_ID`, `InvalidSessionId` and `INVALIDSESSIONID`. */
function bare(code: string): string {
  return code.replaceAll('_', '').toUpperCase();
}

function own<T>(table: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}

function ruleOfStatus({ status, isQuery }: RefusedAnswer): FailureRule {
  const rule = (isQuery ? queryRulesByStatus[status] : undefined) ?? rulesByStatus[status];
  if (rule !== undefined) return rule;
  if (status >= 500) return fallbackRules.serverError;
  return status < 400 ? fallbackRules.redirect : fallbackRules.refusal;
}

function describe(answer: RefusedAnswer, decisive: SalesforceErrorItem | undefined): string {
  const subject = `The org answered ${answer.call} with status ${answer.status}`;
  if (decisive === undefined) {
    const title = pageTitle(answer.bodyText, answer.redact);
    return title === undefined ? `${subject}.` : `${subject} and a page titled "${title}".`;
  }
  const message = withoutQueryEcho(decisive.message);
  return [subject, decisive.errorCode, message].filter((part) => part !== '').join(': ');
}

/** Query errors start with the lines of the query around the fault, which may hold values. */
function withoutQueryEcho(message: string): string {
  const position = message.search(/ERROR at Row:\d/u);
  return (position < 0 ? message : message.slice(position)).trim().replaceAll(/\s*\n\s*/gu, ' ');
}
