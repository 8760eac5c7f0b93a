import { ApiError, notFound } from '../server/api-error.ts';
import type { BulkJob } from './bulk-job.ts';

/** Jobs in one page of a list. */
const pageSize = 1000;

/** One page of a list of jobs. */
export interface JobPage<T> {
  readonly jobs: readonly T[];
  /** The `queryLocator` of the next page; `undefined` on the last. */
  readonly nextLocator: string | undefined;
}

/** The jobs of one kind, by id; they live as long as the org runs. */
export class JobStore<T extends BulkJob> {
  readonly #jobs = new Map<string, T>();

  add(job: T): void {
    this.#jobs.set(job.id, job);
  }

  /** @throws ApiError 404 `NOT_FOUND`. */
  find(id: string): T {
    const job = this.#jobs.get(id) ?? [...this.#jobs.values()].find((other) => other.id.slice(0, 15) === id);
    if (job === undefined) throw notFound();
    return job;
  }

  delete(job: T): void {
    this.#jobs.delete(job.id);
  }

  /** @throws ApiError 400 `INVALID_QUERY_LOCATOR`. */
  page(locator: string | null): JobPage<T> {
    const offset = Number(/^01g-(\d{1,9})$/.exec(locator ?? '01g-0')?.[1]);
    if (Number.isNaN(offset)) throw new ApiError(400, 'INVALID_QUERY_LOCATOR', 'invalid query locator');
    const jobs = [...this.#jobs.values()].slice(offset, offset + pageSize);
    const next = offset + jobs.length;
    return { jobs, nextLocator: next < this.#jobs.size ? `01g-${next}` : undefined };
  }
}
