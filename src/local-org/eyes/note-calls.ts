import type { Middleware } from '../server/middleware.ts';
import type { OrgRequest } from '../server/org-request.ts';
import type { RequestLog, RequestReport } from '../server/request-log.ts';
import { isSoapPath, soapOperationOf } from '../soap/soap-operation.ts';

/** Bytes of a SOAP request in which its operation is looked for. */
const lookedAtBytes = 64 * 1024;

/** Notes the operation of SOAP calls, as their bodies pass by. */
export function noteOperations(log: RequestLog): Middleware {
  return (request, next) => {
    const report = log.of(request.headers);
    if (report === undefined || !isSoapPath(request.url.pathname)) return next(request);
    return next({ ...request, body: overheard(request, report) });
  };
}

/** Notes who calls. Belongs behind the session check. */
export function noteUsers(log: RequestLog): Middleware {
  return (request, next) => {
    const report = log.of(request.headers);
    if (report !== undefined && request.session !== undefined) {
      report.userId = request.session.userId;
      report.isApiCall = true;
    }
    return next(request);
  };
}

async function* overheard(request: OrgRequest, report: RequestReport): AsyncGenerator<Uint8Array> {
  let head = Buffer.alloc(0);
  for await (const chunk of request.body) {
    if (report.soapOperation === undefined && head.byteLength < lookedAtBytes) {
      head = Buffer.concat([head, chunk.subarray(0, lookedAtBytes)]);
      const operation = soapOperationOf(head.toString('utf8'));
      if (operation !== undefined) report.soapOperation = operation;
    }
    yield chunk;
  }
}
