import { z } from 'zod';
import { FaultScriptError } from '../faults/read-faults.ts';
import type { FaultRuleInput } from '../faults/fault-rule.ts';
import { ApiError, notFound } from '../server/api-error.ts';
import { errorResponse } from '../server/answer-errors.ts';
import type { Middleware } from '../server/middleware.ts';
import { headerOf, type OrgRequest } from '../server/org-request.ts';
import { empty, json, type OrgResponse } from '../server/org-response.ts';
import { readText } from '../server/read-body.ts';
import { param, RouteTable, type Route } from '../server/route-table.ts';
import { controlPrefix, isControlPath } from './control-path.ts';
import type { OrgControls } from './org-controls.ts';

/** A hundred years: further than any test looks, and within what dates can be written as. */
const maxAdvanceMs = 100 * 365 * 24 * 3_600_000;

/** Names of this machine. A page whose own name leads here (DNS rebinding) comes with that name instead. */
const ownNames = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

/**
 * Answers what a test asks of the org beside Salesforce's APIs, under `/_local/`: from this machine only, without a
 * session, and not for pages in a browser.
 */
export function controlLayer(controls: OrgControls): Middleware {
  const routes = new RouteTable(controlRoutes(controls));
  return async (request, next) => {
    if (!isControlPath(request.url.pathname)) return next(request);
    try {
      if (!isOurs(request)) throw notFound();
      const { route, params } = routes.find(request.method, request.url.pathname);
      return await route.handle(request, params);
    } catch (error) {
      return errorResponse(error);
    }
  };
}

function isOurs(request: OrgRequest): boolean {
  const fromPage = headerOf(request, 'origin') !== undefined || !ownNames.test(request.url.hostname);
  return request.fromLoopback === true && !fromPage;
}

function controlRoutes(controls: OrgControls): Route[] {
  const { faults } = controls;
  const get = (name: string, read: () => unknown): Route => ({
    method: 'GET',
    pattern: controlPrefix + name,
    handle: () => json(200, read()),
  });
  const route = (method: string, name: string, handle: Route['handle']): Route => ({
    method,
    pattern: controlPrefix + name,
    handle,
  });
  return [
    get('requests', () => controls.requests()),
    get('activity', () => controls.activity()),
    get('jobs', () => controls.jobs()),
    get('faults', () => faults.list()),
    route('POST', 'faults', (request) => addFaults(controls, request)),
    route('DELETE', 'faults', () => {
      faults.clear();
      return empty();
    }),
    route('DELETE', 'faults/:id', (_request, params) => {
      const id = Number(param(params, 'id'));
      if (!faults.list().some((report) => report.id === id)) throw notFound();
      faults.clear(id);
      return empty();
    }),
    route('POST', 'advance', async (request) => {
      const parsed = z
        .strictObject({ milliseconds: z.number().min(0).max(maxAdvanceMs) })
        .safeParse(await readBody(request));
      if (!parsed.success) throw invalid(z.prettifyError(parsed.error));
      controls.advance(parsed.data.milliseconds);
      return empty();
    }),
    route('POST', 'reset', async () => {
      await controls.reset();
      return empty();
    }),
  ];
}

async function addFaults({ faults }: OrgControls, request: OrgRequest): Promise<OrgResponse> {
  try {
    // The script checks what it is given.
    const ids = faults.add((await readBody(request)) as FaultRuleInput[]);
    return json(201, { ids });
  } catch (error) {
    if (error instanceof FaultScriptError) throw invalid(error.message);
    throw error;
  }
}

async function readBody(request: OrgRequest): Promise<unknown> {
  try {
    return JSON.parse(await readText(request));
  } catch (error) {
    if (error instanceof SyntaxError) throw invalid(error.message);
    throw error;
  }
}

function invalid(message: string): ApiError {
  return new ApiError(400, 'INVALID_INPUT', message);
}
