import { z } from 'zod';
import type { OrgSession } from './org-session.ts';
import { rememberedRefusal, type RememberedRefusal } from './remembered-refusal.ts';

/** What is remembered of the logins of one identity. */
export interface LoginRecord {
  /** The session of the latest login. */
  readonly session: KeptSession | undefined;
  /** Times of the logins of the last hour, refused ones included; milliseconds since 1970. */
  readonly timesMs: readonly number[];
  /** The latest login, if the org refused it. */
  readonly refusal: RememberedRefusal | undefined;
}

/** A session, and when the login was that gave it. */
export interface KeptSession {
  readonly session: OrgSession;
  /** Milliseconds since 1970. */
  readonly obtainedMs: number;
}

/** Before the first login. */
export const emptyLoginRecord: LoginRecord = { session: undefined, timesMs: [], refusal: undefined };

/** Goes up when the form changes; a record of another form counts as none. */
const form = 1;

const keptRecord = z.object({
  form: z.literal(form),
  session: z
    .object({
      accessToken: z.string().min(1),
      instanceUrl: z.url({ protocol: /^https?$/u }),
      organizationId: z.string().optional(),
      userId: z.string().optional(),
      sandbox: z.boolean().optional(),
      obtainedMs: z.number(),
    })
    .optional(),
  timesMs: z.array(z.number()),
  refusal: rememberedRefusal.optional(),
});

/** Reads what {@link writeLoginRecord} has written; `undefined` for anything else. */
export function readLoginRecord(text: string | undefined): LoginRecord | undefined {
  const parsed = keptRecord.safeParse(parseJson(text));
  if (!parsed.success) return undefined;
  const { session, timesMs, refusal } = parsed.data;
  return { session: session === undefined ? undefined : readSession(session), timesMs, refusal };
}

/** The record as text. Holds the session: secret. What a SOAP login tells besides the session is not kept. */
export function writeLoginRecord({ session, timesMs, refusal }: LoginRecord): string {
  const kept: z.input<typeof keptRecord> = {
    form,
    ...(session === undefined ? {} : { session: writeSession(session) }),
    timesMs: [...timesMs],
    ...(refusal === undefined ? {} : { refusal: { ...refusal, nextSteps: [...refusal.nextSteps] } }),
  };
  return JSON.stringify(kept);
}

type WrittenSession = NonNullable<z.output<typeof keptRecord>['session']>;

function readSession({ obtainedMs, instanceUrl, ...rest }: WrittenSession): KeptSession {
  const { accessToken, organizationId, userId, sandbox } = rest;
  const session: OrgSession = {
    accessToken,
    instanceUrl: new URL(new URL(instanceUrl).origin),
    organizationId,
    userId,
    sandbox,
    userInfo: undefined,
  };
  return { session, obtainedMs };
}

function writeSession({ session, obtainedMs }: KeptSession): WrittenSession {
  const { accessToken, instanceUrl, organizationId, userId, sandbox } = session;
  return { accessToken, instanceUrl: instanceUrl.origin, organizationId, userId, sandbox, obtainedMs };
}

function parseJson(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : (JSON.parse(text) as unknown);
  } catch {
    return undefined;
  }
}
