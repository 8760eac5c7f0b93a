import type { Middleware } from './middleware.ts';
import { headerOf } from './org-request.ts';

/** `X-PrettyPrint: 1` spreads the JSON of an answer over lines, two spaces a level. */
export const prettyPrint: Middleware = async (request, next) => {
  const response = await next(request);
  const { body } = response;
  if (!/^(?:1|true)$/i.test(headerOf(request, 'x-prettyprint') ?? '')) return response;
  if (body?.kind !== 'text' || !body.contentType.startsWith('application/json')) return response;
  return { ...response, body: { ...body, text: JSON.stringify(JSON.parse(body.text), undefined, 2) } };
};
