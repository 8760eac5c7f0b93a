import { quoteName } from '../records/column.ts';
import type { RecordStore } from '../records/record-store.ts';
import { firstDayOfWeek } from './week-start.ts';

/** How days, weeks and fiscal years run for the user of a query. */
export interface Calendar {
  /** First day of the week, 0 is Sunday. */
  readonly weekStart: number;
  /** First month of the fiscal year, 1 to 12. */
  readonly fiscalStart: number;
}

/** The fiscal year of an organization, and the year that it is named after. */
export interface FiscalYear {
  readonly fiscalStart: number;
  /** Named after the year it starts in; otherwise after the one it ends in. */
  readonly isNamedByStart: boolean;
}

/** What a query needs to know about its user. */
export interface RunningUser extends Calendar, FiscalYear {
  /** IANA name: `Europe/Berlin`. */
  readonly timeZone: string;
  /** As Salesforce writes it: `de_DE`. */
  readonly locale: string;
}

/** Reads time zone and locale of a user, and the fiscal year of the organization; GMT, en_US, January when unset. */
export function runningUser(store: RecordStore, userId: string): RunningUser {
  const user = read(store, 'User', ['TimeZoneSidKey', 'LocaleSidKey'], userId);
  const organization = read(store, 'Organization', ['FiscalYearStartMonth', 'UsesStartDateAsFiscalYearName']);
  const locale = text(user['LocaleSidKey']) ?? 'en_US';
  return {
    timeZone: text(user['TimeZoneSidKey']) ?? 'GMT',
    locale,
    weekStart: firstDayOfWeek(locale),
    fiscalStart: Number(organization['FiscalYearStartMonth'] ?? 1),
    isNamedByStart: organization['UsesStartDateAsFiscalYearName'] === 1,
  };
}

function read(
  store: RecordStore,
  object: string,
  fields: readonly string[],
  id?: string,
): Readonly<Record<string, unknown>> {
  const sobject = store.catalogue.find(object);
  const known = fields.filter((name) => sobject?.field(name) !== undefined);
  if (sobject === undefined || known.length === 0) return {};
  const columns = known.map(quoteName).join(', ');
  const where = id === undefined ? '' : ' WHERE "Id" = :id';
  const statement = store.tables.statement(`SELECT ${columns} FROM ${store.tables.ensure(sobject)}${where}`);
  return statement.get(id === undefined ? {} : { id }) ?? {};
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
