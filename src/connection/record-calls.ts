import type { SalesforceConnection } from './salesforce-connection.ts';
import type { ByteSource } from '../contract/bytes.ts';
import type { CallOptions } from '../contract/connection.ts';
import type { ReadReport } from '../contract/outcome.ts';
import type { Row, RowBatch } from '../contract/row.ts';
import type { SoqlBinds } from '../soql/soql-value.ts';

/** The external id that finds a record. */
export interface ExternalKey {
  readonly field: string;
  readonly value: string | number;
}

/** What a write of a single record may ask for; the same words as the options of the activities. */
export interface RecordWriteCall extends CallOptions {
  /** `none` runs no assignment rule, `default` the active one; an id names a rule. Default `none`. */
  readonly assignmentRule?: string;
  /** Save although a duplicate rule warns. Default false. */
  readonly allowDuplicates?: boolean;
  /** Put the record among those that the user used last. Default false. */
  readonly updateMru?: boolean;
}

/** As {@link RecordWriteCall}, for upserts. */
export interface RecordUpsertCall extends RecordWriteCall {
  /** Change the record that is there, and never make one: fails with `record-not-found` instead. Default false. */
  readonly updateOnly?: boolean;
}

/** A record that was saved. */
export interface SavedRecord {
  readonly id: string;
  /** Whether it is new. */
  readonly created: boolean;
}

/** Which fields to read. */
export interface RecordReadCall extends CallOptions {
  /** Own fields and those of parents (`Account.Name`). Default: all own fields but the content of files. */
  readonly fields?: readonly string[];
}

/** Which related records to read. */
export interface RelatedReadCall extends RecordReadCall {
  /** Stop after so many rows. Default: all. */
  readonly maxRows?: number;
}

/** How to run a query. */
export interface QueryCall extends CallOptions {
  /** Values for `:name` in the query, bound by the type of the field. */
  readonly binds?: SoqlBinds;
  /** Take deleted and archived records along. Default false. */
  readonly includeDeleted?: boolean;
  /** Stop after so many rows. Default: all. */
  readonly maxRows?: number;
}

/** What one query call gave. */
export interface QueryPage {
  readonly rows: readonly Row[];
  /** Rows of the whole result, whatever was read of it. */
  readonly totalSize: number;
  /** False when the org holds more rows than these. */
  readonly done: boolean;
}

/** One step of a composite call. */
export interface CompositeStep {
  /** By which later steps refer to this one: `@{NAME.id}`. Letters, digits and underscores. */
  readonly name: string;
  readonly method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  /** Below the versioned root: `sobjects/Case`. */
  readonly path: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The answer to one step. */
export interface CompositeStepAnswer {
  readonly name: string;
  readonly status: number;
  /** JSON as the org sent it. */
  readonly body: unknown;
  readonly headers: Readonly<Record<string, string>>;
}

/** How the steps belong together. */
export interface CompositeCall extends CallOptions {
  /** Undo all steps when one fails. Default true. */
  readonly allOrNone?: boolean;
}

/** A file to store. */
export interface FileUpload extends CallOptions {
  /** Name with ending; it tells the org the type: `report.pdf`. */
  readonly fileName: string;
  /** Default: the file name. */
  readonly title?: string;
  /** Id of a record that the file is shown at. */
  readonly linkedTo?: string;
  /** Id of a file (ContentDocument) of which this is a new version. */
  readonly newVersionOf?: string;
}

/** A file that was stored. */
export interface StoredFile {
  /** Id of the ContentVersion. */
  readonly versionId: string;
  /** Id of the file itself, the ContentDocument. */
  readonly documentId: string;
}

/** A file on its way down. */
export interface FileDownload {
  readonly fileName: string;
  /** Bytes in all, where the org tells. */
  readonly byteLength: number | undefined;
  /**
   * Must be read to the end or returned from (`break`); either frees the socket. A chunk is lent: it is overwritten when
   * the next one is asked for.
   */
  readonly bytes: AsyncIterable<Uint8Array>;
}

/**
 * Calls on single records. Columns are those of the activities: parents by dotted names when reading, and by an external
 * id when writing (`Contact.Email`); text is converted by the type of its field; `null` clears.
 *
 * Every call rejects with a ConnectorError; with `invalid-value`, before anything is sent, for an id that is none. Its
 * `details.errors` holds all errors of the org; the code of the first is in the message.
 */
export interface RecordCalls {
  /** @throws ConnectorError `outcome-unknown` when the answer was lost: the record may be there */
  create(object: string, fields: Row, call?: RecordWriteCall): Promise<SavedRecord>;
  /** @throws ConnectorError `record-not-found`; `ambiguous-external-id` with `details.candidates` */
  get(object: string, id: string | ExternalKey, call?: RecordReadCall): Promise<Row>;
  /**
   * Reads what a relationship of the record leads to, page by page: all children, or the one parent, or nothing.
   *
   * @throws ConnectorError `record-not-found`, `unknown-relationship`
   */
  related(
    object: string,
    id: string,
    relationship: string,
    call?: RelatedReadCall,
  ): AsyncGenerator<RowBatch, ReadReport, undefined>;
  /**
   * The columns that `related` gives when no fields are named: for a header where there are no rows. None for a parent of
   * several types.
   *
   * @throws ConnectorError `unknown-relationship`
   */
  relatedColumns(object: string, relationship: string, call?: CallOptions): Promise<readonly string[]>;
  /** @throws ConnectorError `record-not-found`; `invalid-value` for an Id among the fields that is another one */
  update(object: string, id: string, fields: Row, call?: RecordWriteCall): Promise<void>;
  /**
   * @throws ConnectorError `ambiguous-external-id` with the urls of the records in `details.candidates`; `invalid-value`
   *   for the key among the fields with another value
   */
  upsert(object: string, key: ExternalKey, fields: Row, call?: RecordUpsertCall): Promise<SavedRecord>;
  /** @throws ConnectorError `record-not-found` */
  delete(object: string, id: string, call?: CallOptions): Promise<void>;
  /** One call: the first page. @throws ConnectorError `invalid-query` */
  query(soql: string, call?: QueryCall): Promise<QueryPage>;
  /** All pages, as they are pulled. @throws ConnectorError `invalid-query` */
  queryRows(soql: string, call?: QueryCall): AsyncGenerator<RowBatch, ReadReport, undefined>;
  /**
   * Up to 25 steps in one call, in order; up to 5 of them may be queries or collections. Rejects only when the call as a
   * whole was refused: see `status` of each answer.
   */
  composite(steps: readonly CompositeStep[], call?: CompositeCall): Promise<readonly CompositeStepAnswer[]>;
  /**
   * Streams a file up, up to 2 GB.
   *
   * @throws ConnectorError `outcome-unknown` when the answer was lost; with `details.versionId` when the file was stored, and
   *   only its document could not be asked for
   */
  uploadFile(source: ByteSource, upload: FileUpload): Promise<StoredFile>;
  /**
   * Streams the newest version of a file (ContentDocument), or a certain ContentVersion.
   *
   * @throws ConnectorError `record-not-found`
   */
  downloadFile(id: string, call?: CallOptions): Promise<FileDownload>;
}

/** A connection as the plugin hands it out. */
export interface ServiceCloudConnection extends SalesforceConnection {
  /** Calls on single records. */
  readonly records: RecordCalls;
}
