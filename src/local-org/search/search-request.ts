/** Which kinds of fields are looked through. */
export const searchGroups = ['ALL', 'NAME', 'EMAIL', 'PHONE', 'SIDEBAR'] as const;

/** One of {@link searchGroups}. */
export type SearchGroup = (typeof searchGroups)[number];

/** A search, from SOSL or from parameters. */
export interface SearchRequest {
  readonly term: string;
  readonly group: SearchGroup;
  /** Empty: all objects that can be searched, their ids only. */
  readonly returning: readonly ReturnedObject[];
  /** For all objects together; default 2,000. */
  readonly limit: number | undefined;
}

/** What is wanted of one object. */
export interface ReturnedObject {
  readonly object: string;
  /** Default: the id. */
  readonly fields: readonly string[];
  /** A SOQL condition. */
  readonly where?: string;
  /** What follows ORDER BY. */
  readonly orderBy?: string;
  readonly limit?: number;
  readonly offset?: number;
}
