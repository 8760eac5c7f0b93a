import { htmlPage } from './html-page.ts';
import type { Middleware } from './middleware.ts';
import type { OrgRequest } from './org-request.ts';

/** Bytes of the URI, and of the URI with all headers, that Salesforce's edge takes. */
const maxBytes = 16_384;

/** Answers 414 and 431 as the edge does: an HTML page, not JSON. */
export const limitRequestSize: Middleware = async (request, next) => {
  const uriBytes = Buffer.byteLength(request.url.href) - request.url.origin.length;
  if (uriBytes > maxBytes) return htmlPage(414, 'URI Too Long');
  if (uriBytes + headerBytes(request) > maxBytes) return htmlPage(431, 'Request Header Fields Too Large');
  return next(request);
};

function headerBytes({ headers }: OrgRequest): number {
  let byteCount = 0;
  for (const [name, value] of Object.entries(headers)) byteCount += name.length + String(value).length + 4;
  return byteCount;
}
