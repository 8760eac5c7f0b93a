import type { OrgRequest } from './org-request.ts';
import type { OrgResponse } from './org-response.ts';

/** What answers a request. */
export type Next = (request: OrgRequest) => Promise<OrgResponse>;

/**
 * A layer around every request. It may answer itself, hand on another request, change the answer (its body stream
 * too), or throw. The first of the list is the outermost.
 */
export type Middleware = (request: OrgRequest, next: Next) => Promise<OrgResponse>;

/** Wraps the innermost answer with the layers. */
export function layer(middlewares: readonly Middleware[], innermost: Next): Next {
  return middlewares.reduceRight<Next>(
    (next, middleware) => (request) => middleware(request, next),
    innermost,
  );
}
