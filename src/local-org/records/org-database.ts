import type { BlobStore } from '../blobs/blob-store.ts';
import type { Catalogue } from '../catalogue/catalogue.ts';
import type { Notes } from './notes.ts';

/**
 * The seam between the wire protocols (REST, SOAP, Bulk) and the records of the local org. Synchronous on purpose:
 * SQLite is, and a transaction must not be interleaved with another request.
 */
export interface OrgDatabase {
  readonly catalogue: Catalogue;
  /** What the org keeps beside its records, in the same transactions. */
  readonly notes: Notes;
  /** The contents of files. */
  readonly blobs: BlobStore;
  /** Creates a record. Refusals are values, not exceptions. Object and field names are case-insensitive. */
  insert(object: string, fields: InputFields, actor: Actor, options?: SaveOptions): SaveResult;
  /** Changes a record; fields that are absent stay as they are. */
  update(object: string, id: string, fields: InputFields, actor: Actor, options?: SaveOptions): SaveResult;
  /**
   * Creates or changes the record whose `externalIdField` (an external id or idLookup field, or `Id`) has the value
   * that `fields` holds for it. Several matches: `DUPLICATE_EXTERNAL_ID`.
   */
  upsert(
    object: string,
    externalIdField: string,
    fields: InputFields,
    actor: Actor,
    options?: SaveOptions,
  ): SaveResult;
  /** Moves the record (of any object: ids tell) and its cascade into the recycle bin. */
  delete(id: string, actor: Actor): SaveResult;
  /** Removes the record for good. */
  hardDelete(id: string, actor: Actor): SaveResult;
  /** Takes a record, and what was deleted together with it, out of the recycle bin again. */
  undelete(id: string, actor: Actor): SaveResult;
  /** The column value of a live record's file, to be read from {@link blobs}; `undefined` when there is none. */
  blobOf(object: string, field: string, id: string): string | undefined;
  /** Compiles a query. Throws {@link SoqlError} for everything that Salesforce would refuse. */
  query(soql: string, options: QueryOptions): Query;
  /**
   * Runs the work in one transaction: commits when it returns, rolls back when it throws. Nested calls are
   * savepoints.
   */
  transaction<T>(work: () => T): T;
  close(): void;
}

/** Who does it. */
export interface Actor {
  readonly userId: string;
}

/** How the headers of a call change what a save does. Absent: as if the header said no. */
export interface SaveOptions {
  /** Which assignment rule decides on the owner of a case or lead. */
  readonly assignment?: AssignmentChoice;
  /** A record that a duplicate rule warns of is saved all the same. */
  readonly allowDuplicates?: boolean;
  /** Text that is too long for its field is cut instead of refused. */
  readonly truncateText?: boolean;
}

/** The active rule of the object, or the one with this id. */
export type AssignmentChoice = 'default' | { readonly ruleId: string };

/** Field values as they arrive; keys are API names in any case. `null` clears. Absent means "say nothing". */
export type InputFields = Readonly<Record<string, InputValue>>;

/**
 * JSON scalars from REST, text from SOAP and CSV (text is converted by the field's type), or the parent given by an
 * external id: then the key is the relationship's name (`Account`, `Owner`, `Parent__r`), not the field's.
 */
export type InputValue = string | number | boolean | null | ParentReference;

export interface ParentReference {
  /** Needed for polymorphic relationships only. */
  readonly objectType?: string;
  readonly externalIdField: string;
  readonly value: string;
}

/** What became of one record. `id` is the 18-character form. */
export type SaveResult =
  | { readonly success: true; readonly id: string; readonly created: boolean }
  | { readonly success: false; readonly id?: string; readonly errors: readonly SaveError[] };

export interface SaveError {
  /** A StatusCode of `fixtures/`'s enumeration, e.g. `REQUIRED_FIELD_MISSING`. */
  readonly statusCode: string;
  readonly message: string;
  readonly fields: readonly string[];
  /** Beside `DUPLICATES_DETECTED`: which rule, and the records that look the same. */
  readonly duplicateResult?: DuplicateResult;
}

/** What a duplicate rule found, in the terms of the API's DuplicateResult. */
export interface DuplicateResult {
  /** Whether the save may be repeated with the header that allows it. */
  readonly allowSave: boolean;
  /** Name of the rule. */
  readonly duplicateRule: string;
  readonly duplicateRuleEntityType: string;
  readonly errorMessage: string;
  readonly matchedRecords: readonly { readonly type: string; readonly id: string }[];
}

export interface QueryOptions {
  readonly actor: Actor;
  /** queryAll: soft-deleted records take part. */
  readonly includeDeleted: boolean;
  /** `bulk` refuses what Bulk API 2.0 cannot do (aggregates, child subqueries, compound fields, OFFSET, TYPEOF). */
  readonly dialect: 'rest' | 'bulk';
  /** API version of the call (`67`), for rules that changed over time. Default: the newest. */
  readonly version?: number;
}

/** Keeps the children that do not fit a page. */
export interface ChildPages {
  /** Children that are shown inside their parent. */
  readonly rows: number;
  /**
   * Called once for each list of more than `rows` children: `shown` are those inside the parent, `rest` all others,
   * lazily; whoever takes it must call its `return` when it is not read to the end. Gives the address of the next page.
   */
  readonly keep: (
    totalSize: number,
    shown: readonly JsonRecord[],
    rest: IterableIterator<JsonRecord>,
  ) => string;
}

/** A compiled query. Running it twice gives the current records twice. */
export interface Query {
  /** Canonical name of the object in FROM. */
  readonly object: string;
  /** `SELECT COUNT()` without a field: no records, only `totalSize`. */
  readonly isCount: boolean;
  readonly isAggregate: boolean;
  /** The columns in SELECT order, flat: `Id`, `Account.Name`, `expr0`. Child subqueries are left out. */
  readonly columns: readonly string[];
  /** Number of records the query gives in full. */
  totalSize(): number;
  /**
   * Records as REST shapes them, `attributes` first; `versionPath` is `/services/data/v67.0`. Lazy. Children come all
   * inside their parent unless `childPages` keeps some of them.
   */
  records(
    versionPath: string,
    range?: { offset: number; limit: number },
    childPages?: ChildPages,
  ): IterableIterator<JsonRecord>;
  /** Rows of text as Bulk shapes them: one cell per column, dates as `…000Z`, null as ''. Lazy, flat memory. */
  rows(): IterableIterator<readonly string[]>;
}

export type JsonRecord = Readonly<Record<string, unknown>>;

/** A query that Salesforce would refuse: HTTP 400 with this `errorCode` and message. */
export class SoqlError extends Error {
  override readonly name = 'SoqlError';
  readonly errorCode: string;
  constructor(errorCode: string, message: string) {
    super(message);
    this.errorCode = errorCode;
  }
}
