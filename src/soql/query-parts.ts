import type { SoqlValue } from './soql-value.ts';

/** A query as a form puts it together. Names are API names in any case; they get the spelling of the describe. */
export interface QueryParts extends SelectParts {
  /** The object to read, e.g. `Case`. */
  readonly object: string;
  /** Child records to take along with every record. */
  readonly children?: readonly ChildParts[] | undefined;
}

/** Records of one child relationship, e.g. the `CaseComments` of a case. */
export interface ChildParts extends SelectParts {
  /** Name of the relationship as the describe of the parent gives it. */
  readonly relationship: string;
}

/** What query and child query have in common. */
export interface SelectParts {
  /** Fields of the object itself and of its parents (`Account.Owner.Name`), at least one. */
  readonly fields: readonly string[];
  readonly where?: Condition | undefined;
  readonly orderBy?: readonly OrderPart[] | undefined;
  /** At most so many records. Default: all. */
  readonly limit?: number | undefined;
  /** Leave out so many records at the start, up to 2,000. */
  readonly offset?: number | undefined;
}

/** What records must fulfil. */
export type Condition =
  | Comparison
  | { readonly all: readonly Condition[] }
  | { readonly any: readonly Condition[] }
  | { readonly not: Condition };

/** A field compared with a value. */
export interface Comparison {
  /** A field of the object or of a parent. */
  readonly field: string;
  readonly operator: ComparisonOperator;
  readonly value: SoqlValue;
}

/** The operators of SOQL, and three for texts that are sought in a text; all take values, never SOQL. */
export const comparisonOperators = [
  '=',
  '!=',
  '<',
  '<=',
  '>',
  '>=',
  'like',
  'in',
  'not in',
  'includes',
  'excludes',
  'contains',
  'starts with',
  'ends with',
] as const;

export type ComparisonOperator = (typeof comparisonOperators)[number];

/** One key of the order. */
export interface OrderPart {
  readonly field: string;
  /** Default `asc`. */
  readonly direction?: 'asc' | 'desc' | undefined;
  /** Where records without a value stand. Default: the org's, first. */
  readonly nulls?: 'first' | 'last' | undefined;
}
