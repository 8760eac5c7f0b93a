import { authRoutes, builtInClient, openAuth } from './auth/open-auth.ts';
import { requireSession } from './auth/require-session.ts';
import { noUsersFile, readUsersFile } from './auth/users-file.ts';
import { openBulkApi } from './bulk/bulk-api.ts';
import { loadCatalogue } from './catalogue/load-catalogue.ts';
import { controlLayer } from './eyes/control-layer.ts';
import { noteOperations, noteUsers } from './eyes/note-calls.ts';
import type { OrgControls } from './eyes/org-controls.ts';
import { faultLayer } from './faults/fault-layer.ts';
import { FaultScript } from './faults/fault-script.ts';
import type { FaultRuleInput } from './faults/fault-rule.ts';
import { parseFaults, readFaults } from './faults/read-faults.ts';
import { ScriptedPoints } from './faults/scripted-points.ts';
import { openOrgDatabase } from './records/sqlite-org-database.ts';
import { limitInfo } from './rest/limit-info.ts';
import { QueryCursors } from './rest/query-cursors.ts';
import { restRoutes } from './rest/rest-routes.ts';
import { seedSamples } from './seed/sample-records.ts';
import { seedOrg } from './seed/seed-org.ts';
import { seedSchema } from './seed/seed-schema.ts';
import { seedUsers, userIdOf } from './seed/seed-users.ts';
import { answerErrors } from './server/answer-errors.ts';
import { browserId } from './server/browser-id.ts';
import type { ResolvedLocalOrgOptions } from './server/local-org-options.ts';
import { layer, type Middleware, type Next } from './server/middleware.ts';
import { OrgTime } from './server/org-time.ts';
import { RequestLog } from './server/request-log.ts';
import { OrgLimits } from './server/org-limits.ts';
import { notEmulatedRoutes } from './server/not-emulated-routes.ts';
import { prettyPrint } from './server/pretty-print.ts';
import { limitRequestSize } from './server/request-size.ts';
import { RouteTable } from './server/route-table.ts';
import { createSpoolFolder, keptSpoolFolder } from './server/spool-folder.ts';
import { Traffic } from './server/traffic.ts';
import { soapRoutes } from './soap/soap-endpoint.ts';

/** An org with everything in its place, before anybody can reach it. */
export interface OpenOrg {
  readonly credentials: Credentials;
  readonly controls: OrgControls;
  readonly traffic: Traffic;
  /** Answers a request; rejects only for a defect of the org itself. */
  readonly answer: Next;
  /** Lets go of whoever waits for an answer that never comes. */
  endWaits(): void;
  /** Stops running jobs, closes the records, and removes what a data file does not keep. */
  close(): Promise<void>;
}

/** Who can log in, and by which client. */
export interface Credentials {
  readonly username: string;
  readonly password: string;
  readonly securityToken: string;
  /** For the OAuth client credentials and password grants. */
  readonly clientId: string;
  readonly clientSecret: string;
}

/**
 * Puts the parts of an org together: the one place where they meet.
 * @throws SchemaFileError, UsersFileError, FaultScriptError with every problem of the file.
 */
export function openOrg(resolved: ResolvedLocalOrgOptions): OpenOrg {
  const { username, password, securityToken, usersFile } = resolved;
  const { clientId, clientSecret } = builtInClient;
  const users = usersFile === undefined ? noUsersFile : readUsersFile(usersFile, { username, clientId });
  const clock = new OrgTime(resolved.clock);
  const faults = new FaultScript();
  const points = new ScriptedPoints(faults);
  const script = scriptOf(resolved);
  const database = openOrgDatabase({
    catalogue: loadCatalogue(resolved.schemaFile === undefined ? {} : { schemaFile: resolved.schemaFile }),
    file: resolved.dataFile,
    now: () => clock.now(),
    faults: points,
  });
  const seed = () => {
    const ids = seedOrg(database, { username });
    const actor = { userId: ids.userId };
    seedUsers(database, users.users, { seeded: ids, actor });
    seedSchema(database, actor);
    if (resolved.seed) seedSamples(database, actor);
    return ids;
  };
  const seeded = orClose(database, seed);
  // The seed is made by an org that works.
  faults.add(script);
  const endOfOrg = new AbortController();
  const log = new RequestLog(clock);
  const traffic = new Traffic(log);
  const limits = new OrgLimits(clock, resolved.limits);
  const spool = createSpoolFolder();
  const cursors = new QueryCursors(spool.path, clock, (asked) => points.pageRows(asked));
  const bulk = openBulkApi({
    database,
    limits,
    time: clock,
    timing: resolved.jobTiming,
    faults: points,
    folder: resolved.dataFile === ':memory:' ? spool.path : keptSpoolFolder(resolved.dataFile),
    queryPageRows: resolved.queryPageRows,
  });
  const auth = openAuth({
    organizationId: seeded.organizationId,
    administrator: { userId: seeded.userId, username, password, securityToken },
    file: users,
    idOf: userIdOf,
    database,
    clock,
    countLogin: () => {
      traffic.countLogin();
    },
  });
  const countApiCall = () => {
    limits.require('DailyApiRequests');
    traffic.countApiCall();
    limits.use('DailyApiRequests');
  };
  const controls: OrgControls = {
    activity: () => traffic.activity(),
    requests: () => log.all(),
    jobs: () => bulk.jobs(),
    faults,
    advance: (milliseconds) => {
      clock.advance(milliseconds);
    },
    reset: async () => {
      faults.clear();
      cursors.closeAll();
      auth.reset();
      await bulk.reset();
      database.clear();
      seed();
      limits.reset();
      traffic.reset();
    },
  };
  const routes = new RouteTable([
    ...soapRoutes({ auth, database, cursors, limits, clock, countApiCall }),
    ...authRoutes(auth),
    ...restRoutes({
      database,
      cursors,
      limits,
      clock,
      schemaFile: resolved.schemaFile,
      countApiCall,
    }),
    ...bulk.routes,
    ...notEmulatedRoutes,
  ]);
  // Outermost first. A layer that provokes faults belongs at the top: it then sees everything.
  const middlewares: readonly Middleware[] = [
    controlLayer(controls),
    noteOperations(log),
    faultLayer({
      script: faults,
      time: clock,
      limits,
      sessions: auth.sessions,
      usernameOf: (userId) => auth.users.withId(userId)?.username,
      closing: endOfOrg.signal,
    }),
    prettyPrint,
    browserId(clock),
    limitRequestSize,
    limitInfo(limits),
    answerErrors,
    requireSession(auth.sessions, countApiCall),
    noteUsers(log),
  ];
  const answer = layer(middlewares, async (request) => {
    const { route, params } = routes.find(request.method, request.url.pathname);
    return route.handle(request, params);
  });
  return {
    credentials: { username, password, securityToken, clientId, clientSecret },
    controls,
    traffic,
    answer,
    endWaits: () => {
      endOfOrg.abort();
    },
    close: async () => {
      await bulk.stop();
      cursors.closeAll();
      database.close();
      spool.remove();
    },
  };
}

/** Does the work; a database whose org cannot be made is closed again. */
function orClose<T>(database: { close(): void }, work: () => T): T {
  try {
    return work();
  } catch (error) {
    database.close();
    throw error;
  }
}

/** @throws FaultScriptError with every problem. */
function scriptOf({ faultsFile, faults, queryPageSizes }: ResolvedLocalOrgOptions): FaultRuleInput[] {
  const varying = queryPageSizes === undefined ? [] : [{ do: { pageSizes: queryPageSizes } }];
  return [...(faultsFile === undefined ? [] : readFaults(faultsFile)), ...parseFaults(faults), ...varying];
}
