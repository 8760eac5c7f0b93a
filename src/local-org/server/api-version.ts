import { ApiError, notFound } from './api-error.ts';

/** Newest version that the org speaks. */
export const latestVersion = 67;
/** Oldest version that is not retired. */
export const oldestVersion = 31;
/** Oldest version that ever existed, for the difference between 410 and 404. */
const firstVersion = 7;

/** The version that a request is made in. */
export interface ApiVersion {
  /** 67 for 67.0. */
  readonly number: number;
  /** `67.0`. */
  readonly text: string;
  /** `/services/data/v67.0`. */
  readonly path: string;
}

/**
 * Reads the version segment of a path (`v67.0`).
 * @throws ApiError 404 `NOT_FOUND` for what never was a version, 410 `UNSUPPORTED_API_VERSION` for a retired one.
 */
export function parseApiVersion(segment: string): ApiVersion {
  const number = Number(/^v(\d{1,3})\.0$/.exec(segment)?.[1]);
  if (!(number >= firstVersion && number <= latestVersion)) throw notFound();
  if (number < oldestVersion) {
    throw new ApiError(410, 'UNSUPPORTED_API_VERSION', `API version ${number}.0 is retired.`);
  }
  return { number, text: `${number}.0`, path: `/services/data/v${number}.0` };
}

/** The release a version came with: `Summer '26` for 67. */
export function releaseLabel(version: number): string {
  const sinceSpring11 = version - 21;
  const season = ['Spring', 'Summer', 'Winter'][sinceSpring11 % 3] ?? '';
  const year = 11 + Math.floor(sinceSpring11 / 3) + (season === 'Winter' ? 1 : 0);
  return `${season} '${year}`;
}
