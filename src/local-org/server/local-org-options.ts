import { z } from 'zod';
import type { FaultRuleInput } from '../faults/fault-rule.ts';
import type { JobTiming } from '../bulk/job-timing.ts';
import { LocalOrgError } from './local-org-error.ts';
import { limitNames, type LimitName } from './org-limits.ts';
import type { OrgClock } from './clock.ts';

/** How to start a local org. Everything has a default. */
export interface LocalOrgOptions {
  /** TCP port, 0..65535; default 0, which takes a free one. */
  readonly port?: number;
  /** Address to listen on; default `127.0.0.1`, so that nobody else on the network reaches the org. */
  readonly host?: string;
  /** SQLite file that keeps the records; default `:memory:`, which forgets them at `close()`. */
  readonly dataFile?: string;
  /** JSON file with objects and fields to add to the built-in ones; default none. */
  readonly schemaFile?: string;
  /** JSON file with users, OAuth clients and rules for signing in; default none. */
  readonly usersFile?: string;
  /** Default `admin@local.example`. */
  readonly username?: string;
  /** Default `local-password`. */
  readonly password?: string;
  /** Default `LOCALTOKEN`. */
  readonly securityToken?: string;
  /**
   * Whether an org without accounts gets sample records (accounts, contacts, cases, comments); default `true`. The
   * organization, its administrator, a profile and a case queue are always there.
   */
  readonly seed?: boolean;
  /** Rows in a page of Bulk query results when the client sets no `maxRecords`; default 50,000. */
  readonly queryPageRows?: number;
  /**
   * How long Bulk jobs take in the org's time: `queuedMs` milliseconds in UploadComplete (default 0), and
   * `rowsPerSecond` (default as fast as the machine can).
   */
  readonly jobTiming?: JobTiming;
  /** Maxima of the limits by their names in `/limits`: `{ DailyApiRequests: 100 }`; default those of a large org. */
  readonly limits?: Partial<Readonly<Record<LimitName, number>>>;
  /** Rules of a fault script, see docs/local-org/faults.md; default none. */
  readonly faults?: readonly FaultRuleInput[];
  /** JSON file with rules; they stand before those of `faults`. */
  readonly faultsFile?: string;
  /**
   * Rows in a page of a REST query, which vary from page to page between the two, whatever the client asks for; never
   * more than it asks for. Default: what the client asks for.
   */
  readonly queryPageSizes?: { readonly min?: number; readonly max: number };
  /** Time of the org: sessions, cursors, system fields; default the real one. */
  readonly clock?: OrgClock;
}

type Omissible = 'schemaFile' | 'usersFile' | 'faultsFile' | 'queryPageSizes';

/** Options with the defaults filled in. */
export type ResolvedLocalOrgOptions = Readonly<
  Required<Omit<LocalOrgOptions, Omissible>> & Pick<LocalOrgOptions, Omissible>
>;

const schema = z.strictObject({
  port: z.int().min(0).max(65_535).default(0),
  host: z.string().min(1).default('127.0.0.1'),
  dataFile: z.string().min(1).default(':memory:'),
  schemaFile: z.string().min(1).optional(),
  usersFile: z.string().min(1).optional(),
  username: z.string().min(1).default('admin@local.example'),
  password: z.string().min(1).default('local-password'),
  securityToken: z.string().default('LOCALTOKEN'),
  seed: z.boolean().default(true),
  queryPageRows: z.int().positive().default(50_000),
  jobTiming: z
    .strictObject({ queuedMs: z.number().min(0).optional(), rowsPerSecond: z.number().positive().optional() })
    .default({}),
  limits: z.partialRecord(z.enum(limitNames), z.int().min(0)).default({}),
  // Checked by the fault script itself, which names every problem.
  faults: z.array(z.custom<FaultRuleInput>(isObject, 'must be a rule')).default([]),
  faultsFile: z.string().min(1).optional(),
  queryPageSizes: z.strictObject({ min: z.int().positive().optional(), max: z.int().positive() }).optional(),
  clock: z.custom<OrgClock>(hasNow, 'must have now()').default({ now: () => Date.now() }),
});

/** @throws LocalOrgError `invalid-options` with every problem in the message. */
export function resolveLocalOrgOptions(options: LocalOrgOptions): ResolvedLocalOrgOptions {
  const result = schema.safeParse(options);
  if (!result.success) throw new LocalOrgError('invalid-options', z.prettifyError(result.error));
  const { schemaFile, usersFile, faultsFile, queryPageSizes, ...rest } = result.data;
  return Object.freeze({
    ...rest,
    ...(schemaFile === undefined ? {} : { schemaFile }),
    ...(usersFile === undefined ? {} : { usersFile }),
    ...(faultsFile === undefined ? {} : { faultsFile }),
    ...(queryPageSizes === undefined
      ? {}
      : { queryPageSizes: { min: queryPageSizes.min ?? 1, max: queryPageSizes.max } }),
  });
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}

function hasNow(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'now' in value && typeof value.now === 'function';
}
