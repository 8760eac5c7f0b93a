import type { Session } from '../auth/sessions.ts';
import type { Middleware, Next } from '../server/middleware.ts';
import { headerOf, type OrgRequest } from '../server/org-request.ts';
import { json, type OrgResponse, type WireFaults } from '../server/org-response.ts';
import type { OrgLimits, LimitName } from '../server/org-limits.ts';
import type { OrgTime } from '../server/org-time.ts';
import { isSoapPath, soapOperationOf } from '../soap/soap-operation.ts';
import { edgePage } from './edge-page.ts';
import type { FaultActions } from './fault-rule.ts';
import type { FaultScript } from './fault-script.ts';
import { isAbout, type CallFacts } from './matching-call.ts';
import { changePage, changesPage } from './page-faults.ts';
import { cutBody, readAgain } from './request-body.ts';
import type { RuleState } from './rule-state.ts';
import { writtenAnswer } from './written-answer.ts';

/** What the layer reaches into. */
export interface FaultLayerParts {
  readonly script: FaultScript;
  readonly time: OrgTime;
  readonly limits: OrgLimits;
  readonly sessions: FaultySessions;
  /** The username that belongs to a user id. */
  readonly usernameOf: (userId: string) => string | undefined;
  /** Ends all waiting when the org closes. */
  readonly closing: AbortSignal;
}

/** The sessions, as far as a fault script can spoil them. */
export interface FaultySessions {
  /** Without keeping it alive. */
  look(id: string): Session | undefined;
  end(id: string): void;
  endAll(): void;
  /** Sessions that begin or are used from now on end after so many seconds of idleness. */
  setSecondsValid(seconds: number): void;
}

/** The layer that does to HTTP calls what the fault script says. Belongs at the top: it then sees everything. */
export function faultLayer(parts: FaultLayerParts): Middleware {
  return async (request, next) => {
    if (parts.script.rules.length === 0) return next(request);
    const { facts, again } = await factsOf(parts, request);
    const about = parts.script.rules.filter(({ rule }) => isOfCalls(rule.do) && isAbout(rule.when, facts));
    const ends = about.map((state) => state.begin());
    const fired = about.filter((state) => state.fires());
    // The first rule that fired is the outermost.
    const answer = fired.reduceRight<Next>(
      (inner, state) => (asked) => obey(parts, state, asked, inner),
      next,
    );
    try {
      return await answer(again);
    } finally {
      for (const end of ends) end();
    }
  };
}

function isOfCalls({ lockRows, job, pageSizes }: FaultActions): boolean {
  return lockRows === undefined && job === undefined && pageSizes === undefined;
}

async function obey(
  parts: FaultLayerParts,
  { rule, seen }: RuleState,
  request: OrgRequest,
  next: Next,
): Promise<OrgResponse> {
  const actions = rule.do;
  spoilState(parts, request, actions);
  if (actions.latencyMs !== undefined) await parts.time.wait(actions.latencyMs, parts.closing);
  if (actions.reset === true) return { status: 500, wire: { end: 'reset' } };
  if (actions.stall === true) return { status: 500, wire: { end: 'stall' } };
  if (actions.edgePage !== undefined) return edgePage(actions.edgePage);
  if (actions.respond !== undefined) return writtenAnswer(request, actions.respond);
  const response = await throughCut(request, next, actions.cutRequestAfterBytes);
  if (actions.replyLatencyMs !== undefined) await parts.time.wait(actions.replyLatencyMs, parts.closing);
  if (actions.loseReply === true) return { ...response, wire: { end: 'reset' } };
  const inTime = timeOut(response, actions.queryTimeoutAboveRows);
  const changed = changesPage(actions)
    ? await changePage(request, inTime, { actions, seed: rule.seed + seen })
    : inTime;
  return { ...changed, wire: { ...changed.wire, ...wireOf(actions) } };
}

async function throughCut(request: OrgRequest, next: Next, bytes: number | undefined): Promise<OrgResponse> {
  if (bytes === undefined) return next(request);
  const cut = cutBody(request, bytes);
  const response = await next(cut.request);
  return cut.isCut() ? { ...response, wire: { end: 'reset' } } : response;
}

/** D4: a query that gives more rows than the rule allows runs into the time limit of the org. */
function timeOut(response: OrgResponse, maxRows: number | undefined): OrgResponse {
  if (maxRows === undefined || response.body?.kind !== 'text') return response;
  const rows = /^\{"totalSize":(\d+)/.exec(response.body.text)?.[1];
  if (rows === undefined || Number(rows) <= maxRows) return response;
  const message = 'Your query request was running for too long.';
  return json(400, [{ message, errorCode: 'QUERY_TIMEOUT' }]);
}

function wireOf({ cutResponseAfterBytes, setHeaders, dropHeaders }: FaultActions): WireFaults {
  return {
    ...(cutResponseAfterBytes === undefined ? {} : { cutAfterBytes: cutResponseAfterBytes }),
    ...(setHeaders === undefined ? {} : { setHeaders }),
    ...(dropHeaders === undefined ? {} : { dropHeaders }),
  };
}

function spoilState({ sessions, limits }: FaultLayerParts, request: OrgRequest, actions: FaultActions): void {
  for (const [name, remaining] of Object.entries(actions.limits ?? {})) {
    limits.leave(name as LimitName, remaining);
  }
  if (actions.sessionSeconds !== undefined) sessions.setSecondsValid(actions.sessionSeconds);
  if (actions.revokeSessions === 'all') sessions.endAll();
  const own = sessionIdOf(request);
  if (actions.revokeSessions === 'own' && own !== undefined) sessions.end(own);
}

async function factsOf(
  parts: FaultLayerParts,
  request: OrgRequest,
): Promise<{ facts: CallFacts; again: OrgRequest }> {
  const asksForSoap = parts.script.rules.some(({ rule }) => rule.when.soapOperation !== undefined);
  const peeked = asksForSoap && isSoapPath(request.url.pathname) ? await readAgain(request) : undefined;
  const sessionId = sessionIdOf(request);
  const userId = sessionId === undefined ? undefined : parts.sessions.look(sessionId)?.userId;
  const user = userId === undefined ? [] : [userId, parts.usernameOf(userId) ?? userId];
  const again = peeked?.request ?? request;
  const soapOperation = peeked === undefined ? undefined : soapOperationOf(peeked.text);
  return { facts: { request: again, soapOperation, user }, again };
}

function sessionIdOf(request: OrgRequest): string | undefined {
  return /^(?:Bearer|OAuth) +(\S+)$/i.exec(headerOf(request, 'authorization') ?? '')?.[1];
}
