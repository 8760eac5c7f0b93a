import type { ResultKind, WriteRun } from '../contract/activity.ts';
import type { RowOutcome } from '../contract/outcome.ts';
import type { RestByteAnswer } from '../connection/rest/rest-client.ts';
import type { SalesforceConnection } from '../connection/salesforce-connection.ts';
import { FirstRecordSplitter } from '../codec/csv/first-record.ts';
import { readCsvRecords } from '../codec/csv/read-records.ts';
import { ConnectorError } from '../errors/connector-error.ts';
import { CountedResult, type ResultFile, type ResultRequest } from './counted-result.ts';
import type { IngestPart } from './ingest-part.ts';
import { JoinedCsv } from './joined-csv.ts';
import { outcomeOfRecord } from './outcome-of-record.ts';
import { resumedBody } from './resumed-body.ts';

/** Where the API keeps each kind of result; the third is all lower-case there. */
const resultPaths: Readonly<Record<ResultKind, string>> = {
  succeeded: 'successfulResults',
  failed: 'failedResults',
  unprocessed: 'unprocessedrecords',
};

/**
 * Fetches the result files of ingest jobs. The files of one kind are joined into one CSV: a later job's header is
 * left out when it says the same.
 */
export class ResultFiles {
  readonly #connection: SalesforceConnection;
  readonly #run: WriteRun;
  readonly #sinks = new Map<ResultKind, JoinedCsv>();
  readonly #headers = new Map<ResultKind, string>();

  constructor(connection: SalesforceConnection, run: WriteRun) {
    this.#connection = connection;
    this.#run = run;
  }

  /** Whether the host wants to see rows, not only counts. */
  get areWanted(): boolean {
    return this.#run.resultSink !== undefined || this.#run.onOutcomes !== undefined;
  }

  async fetch(request: ResultRequest): Promise<ResultFile> {
    const ask = (): Promise<RestByteAnswer> =>
      this.#connection.rest.carry({
        method: 'GET',
        path: `jobs/ingest/${request.jobId}/${resultPaths[request.kind]}`,
        headers: { accept: 'text/csv' },
        callClass: 'idempotent',
        signal: this.#run.signal,
      });
    const counted = new CountedResult(request);
    const chunks = this.#carry(counted.watch(resumedBody(await ask(), ask)), request);
    await this.#drain(chunks, request);
    return counted.end();
  }

  /** Gives a whole part as unprocessed: its job was rejected and may have no result files, or never came to be. */
  async giveUnprocessed(part: IngestPart, jobId = 'never made'): Promise<void> {
    if (!this.areWanted) return;
    const request: ResultRequest = { jobId, kind: 'unprocessed', dialect: part.dialect };
    await this.#drain(this.#carry(part.open(), request), request);
  }

  /** Copies the bytes to the host's sink as they pass. */
  async *#carry(chunks: AsyncIterable<Uint8Array>, request: ResultRequest): AsyncGenerator<Uint8Array> {
    const { kind, jobId } = request;
    const sink = await this.#sinkFor(request);
    if (sink === undefined) {
      // Nothing is joined, so the columns of the jobs may differ.
      yield* chunks;
      return;
    }
    const splitter = new FirstRecordSplitter();
    let isInHeader = true;
    for await (const chunk of chunks) {
      if (isInHeader) {
        const split = splitter.push(chunk);
        if (split !== undefined) {
          isInHeader = false;
          if (this.#isFirstHeader(kind, split.record, jobId)) await sink.write(split.record);
          else await sink.endRecord();
          if (split.rest.length > 0) await sink.write(split.rest);
        }
      } else await sink.write(chunk);
      yield chunk;
    }
    const unended = splitter.end();
    if (unended.length > 0 && this.#isFirstHeader(kind, unended, jobId)) await sink.write(unended);
  }

  async #sinkFor({ kind, dialect }: ResultRequest): Promise<JoinedCsv | undefined> {
    const known = this.#sinks.get(kind);
    if (known !== undefined) return known;
    const sink = await this.#run.resultSink?.(kind);
    const joined = sink && new JoinedCsv(sink, dialect.lineEnding);
    if (joined !== undefined) this.#sinks.set(kind, joined);
    return joined;
  }

  /** One file has one header; the parts of one input give the same one, or something is very wrong. */
  #isFirstHeader(kind: ResultKind, record: Uint8Array, jobId: string): boolean {
    // The org quotes every name, an input need not.
    const text = Buffer.from(record).toString('utf8').trimEnd().replaceAll('"', '');
    const first = this.#headers.get(kind);
    if (first === undefined) this.#headers.set(kind, text);
    else if (first !== text) {
      const message = `The ${kind} results of job ${jobId} have other columns than those of the jobs before it.`;
      throw new ConnectorError('unexpected-response', message, { details: { jobId, kind } });
    }
    return first === undefined;
  }

  async #drain(chunks: AsyncIterable<Uint8Array>, request: ResultRequest): Promise<void> {
    if (this.#run.onOutcomes === undefined) for await (const _ of chunks);
    else await this.#reportOutcomes(chunks, request, this.#run.onOutcomes);
  }

  async #reportOutcomes(
    chunks: AsyncIterable<Uint8Array>,
    { kind, dialect }: ResultRequest,
    onOutcomes: NonNullable<WriteRun['onOutcomes']>,
  ): Promise<void> {
    let columns: readonly string[] | undefined;
    for await (const batch of readCsvRecords(chunks, dialect)) {
      const outcomes: RowOutcome[] = [];
      for (const record of batch) {
        if (columns === undefined) columns = record;
        else outcomes.push(outcomeOfRecord(kind, columns, record));
      }
      if (outcomes.length > 0) await onOutcomes(outcomes);
    }
  }
}
