/**
 * What a handler throws to refuse a request. It is answered as Salesforce does: the status, and the body
 * `[{"message","errorCode"}]` (with `fields` when given).
 */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: number;
  readonly errorCode: string;
  readonly fields: readonly string[] | undefined;

  constructor(status: number, errorCode: string, message: string, fields?: readonly string[]) {
    super(message);
    this.status = status;
    this.errorCode = errorCode;
    this.fields = fields;
  }
}

/** 405 `METHOD_NOT_ALLOWED`; the answer has an `Allow` header. */
export class MethodNotAllowed extends ApiError {
  readonly allowed: readonly string[];

  constructor(method: string, allowed: readonly string[]) {
    super(405, 'METHOD_NOT_ALLOWED', `HTTP Method '${method}' not allowed. Allowed are ${allowed.join(',')}`);
    this.allowed = allowed;
  }
}

/** The words Salesforce uses for every path, record and job that is not there. */
export const missingResource = 'The requested resource does not exist';

/** 404 `NOT_FOUND` for a path, a record or a job that is not there. */
export function notFound(): ApiError {
  return new ApiError(404, 'NOT_FOUND', missingResource);
}

/** 501 `NOT_EMULATED_HERE`: a real org could do this, the local org says so instead of guessing an answer. */
export function notEmulated(what: string): ApiError {
  return new ApiError(
    501,
    'NOT_EMULATED_HERE',
    `The local org does not emulate ${what}. See docs/local-org.md.`,
  );
}
