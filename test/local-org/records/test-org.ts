import { loadCatalogue } from '../../../src/local-org/catalogue/load-catalogue.ts';
import type {
  Actor,
  InputFields,
  Query,
  SaveError,
  SaveResult,
} from '../../../src/local-org/records/org-database.ts';
import {
  openOrgDatabase,
  type SeedableOrgDatabase,
} from '../../../src/local-org/records/sqlite-org-database.ts';
import { seedOrg, type SeededOrg } from '../../../src/local-org/seed/seed-org.ts';
import { seedSchema } from '../../../src/local-org/seed/seed-schema.ts';

/** A seeded org in memory whose clock is moved by hand. */
export interface TestOrg {
  readonly db: SeedableOrgDatabase;
  readonly ids: SeededOrg;
  readonly actor: Actor;
  /** Sets the clock to an ISO time. */
  setTime(iso: string): void;
  /** Creates a record that must be accepted; gives its id. */
  create(object: string, fields: InputFields): string;
  /** REST records of a query. */
  select(soql: string, options?: { includeDeleted?: boolean }): Record<string, unknown>[];
  query(soql: string, options?: { includeDeleted?: boolean; dialect?: 'rest' | 'bulk' }): Query;
}

export const START = '2026-05-13T10:20:30.456Z';

export function openTestOrg(options: { schemaFile?: string; file?: string } = {}): TestOrg {
  let now = Date.parse(START);
  const catalogue = loadCatalogue(options.schemaFile === undefined ? {} : { schemaFile: options.schemaFile });
  const db = openOrgDatabase({ catalogue, file: options.file ?? ':memory:', now: () => now });
  const ids = seedOrg(db, { username: 'admin@example.org' });
  const actor = { userId: ids.userId };
  seedSchema(db, actor);
  const org: TestOrg = {
    db,
    ids,
    actor,
    setTime: (iso) => {
      now = Date.parse(iso);
    },
    create: (object, fields) => idOf(db.insert(object, fields, actor)),
    query: (soql, more = {}) => db.query(soql, { actor, includeDeleted: false, dialect: 'rest', ...more }),
    select: (soql, more) => [...org.query(soql, more).records('/services/data/v67.0')],
  };
  return org;
}

export function idOf(result: SaveResult): string {
  if (!result.success) throw new TypeError(JSON.stringify(result.errors));
  return result.id;
}

export function errorsOf(result: SaveResult): readonly SaveError[] {
  return result.success ? [] : result.errors;
}
