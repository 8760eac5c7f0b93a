/** A single value for a condition. Text takes the type of the field that it is compared with. */
export type SoqlScalar = string | number | boolean | null;

/** Text for LIKE whose `%` and `_` are meant as wildcards. Quotes and backslashes are escaped all the same. */
export interface SoqlPattern {
  readonly pattern: string;
}

/**
 * What can be bound into a query. A list goes where SOQL takes one: IN, NOT IN, INCLUDES, EXCLUDES.
 *
 * Dates and date-times are ISO 8601 text, as in rows. Where the field is one of these, a date literal of SOQL such as
 * `TODAY` or `LAST_N_DAYS:7` is taken too.
 */
export type SoqlValue = SoqlScalar | SoqlPattern | readonly SoqlScalar[];

/** Values by the name that the query gives them: `:name`, `[name]`. */
export type SoqlBinds = Readonly<Record<string, SoqlValue>>;
