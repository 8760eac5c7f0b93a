import { z } from 'zod';
import { limitNames } from '../server/org-limits.ts';

const positive = z.int().min(1);
const share = z.number().min(0).max(1);
const headers = z.record(z.string().regex(/^[\w-]+$/, 'is not a header name'), headerValue());

/** Which of the calls the rule fires for; every condition that is there must hold. */
const when = z.strictObject({
  /** HTTP method, in any case. */
  method: z.string().min(1).optional(),
  /** Of the path without the query: `*` is anything but a slash, `**` anything. */
  path: z.string().regex(/^[/*]/, 'begins with neither / nor *').optional(),
  /** Regular expression, looked for in path and query as they were sent. */
  pathRegex: z.string().refine(isRegex, 'is not a regular expression').optional(),
  /** Name of the first element in a SOAP body: `login`. */
  soapOperation: z.string().min(1).optional(),
  /** Username of the session, or the user's id. */
  user: z.string().min(1).optional(),
  /** While more than so many calls that the conditions above leave are being answered, this one included. */
  runningAbove: z.int().min(0).optional(),
  /** Numbers of the calls that the conditions above leave, from 1. */
  nth: z
    .union([positive, z.array(positive).min(1), z.strictObject({ from: positive, to: positive.optional() })])
    .optional(),
  /** Every so many of them. */
  every: positive.optional(),
  /** This share of them, 0..1; always the same ones for the same `seed`. */
  share: share.optional(),
  /** The rule has done its work after so many firings. */
  times: positive.optional(),
});

const respond = z.strictObject({
  status: z.int().min(200).max(599),
  errorCode: z.string().optional(),
  message: z.string().optional(),
  /** Any JSON; text is sent as it is. In the place of errorCode and message. */
  body: z.json().optional(),
  html: z.string().optional(),
  headers: headers.optional(),
});

const job = z.strictObject({
  operation: z.string().optional(),
  object: z.string().optional(),
  kind: z.enum(['ingest', 'query']).optional(),
  stuckIn: z.enum(['UploadComplete', 'InProgress']).optional(),
  failAfterRows: z.int().min(0).optional(),
  errorMessage: z.string().optional(),
});

/** What happens to one HTTP exchange; several go together. */
const exchangeActions = {
  respond: respond.optional(),
  edgePage: z.union([z.literal(414), z.literal(420), z.literal(502), z.literal(503)]).optional(),
  latencyMs: positive.optional(),
  replyLatencyMs: positive.optional(),
  stall: z.literal(true).optional(),
  reset: z.literal(true).optional(),
  loseReply: z.literal(true).optional(),
  cutRequestAfterBytes: z.int().min(0).optional(),
  cutResponseAfterBytes: z.int().min(0).optional(),
  dropHeaders: z.array(z.string()).min(1).optional(),
  setHeaders: headers.optional(),
  repeatLocator: z.literal(true).optional(),
  dropLastRows: positive.optional(),
  shuffleRows: z.literal(true).optional(),
  jobState: z.string().min(1).optional(),
  queryTimeoutAboveRows: z.int().min(0).optional(),
  revokeSessions: z.enum(['own', 'all']).optional(),
  sessionSeconds: z.number().positive().optional(),
  limits: z.partialRecord(z.enum(limitNames), z.int().min(0)).optional(),
};

/** What happens inside of the org; each is a rule of its own. */
const innerActions = {
  lockRows: z
    .strictObject({ object: z.string().optional(), share: share.optional(), once: z.boolean().optional() })
    .optional(),
  pageSizes: z
    .strictObject({ min: positive.default(1), max: positive })
    .refine(({ min, max }) => min <= max, 'min is larger than max')
    .optional(),
  job: job.optional(),
};

const actions = z.strictObject({ ...exchangeActions, ...innerActions });
const counting = ['nth', 'every', 'share', 'times'];

/** One rule of a fault script, as `--faults` and the option `faults` take it. */
export const faultRule = z
  .strictObject({
    /** For people, and for {@link FaultReport}. */
    name: z.string().optional(),
    /** Other numbers give another choice to `share`, `shuffleRows` and `pageSizes`. */
    seed: z.int().default(1),
    when: when.default({}),
    do: actions,
  })
  .superRefine((rule, context) => {
    const done = Object.keys(rule.do);
    const inner = done.filter((name) => name in innerActions);
    if (done.length === 0) context.addIssue({ code: 'custom', path: ['do'], message: 'says nothing to do' });
    if (inner.length > 0 && done.length > 1) {
      const message = `${inner[0] ?? ''} stands in a rule of its own`;
      context.addIssue({ code: 'custom', path: ['do'], message });
    }
    for (const key of inner.length === 0 ? [] : Object.keys(rule.when)) {
      if (counting.includes(key)) continue;
      const message = `is about HTTP calls, ${inner[0] ?? ''} is not`;
      context.addIssue({ code: 'custom', path: ['when', key], message });
    }
  });

/** A file or a request body: the rules. */
export const faultRules = z.array(faultRule);

/** A rule as it is written. */
export type FaultRuleInput = z.input<typeof faultRule>;
/** A rule with its defaults. */
export type FaultRule = z.output<typeof faultRule>;
/** What a rule does. */
export type FaultActions = FaultRule['do'];
/** When it does it. */
export type FaultCondition = FaultRule['when'];

function headerValue() {
  // What Node refuses in a header would break the answer instead of changing it.
  const text = z.string().regex(/^[\t\x20-\x7e]*$/, 'is not a header value');
  return z.union([text, z.array(text).min(1)]);
}

function isRegex(text: string): boolean {
  try {
    new RegExp(text);
    return true;
  } catch {
    return false;
  }
}
