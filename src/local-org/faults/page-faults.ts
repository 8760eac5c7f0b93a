import type { OrgRequest } from '../server/org-request.ts';
import type { OrgResponse } from '../server/org-response.ts';
import { shuffled } from './chance.ts';
import type { FaultActions } from './fault-rule.ts';

/**
 * Changes the rows of a page, keeping its framing valid: `records` of a REST query, or lines of a CSV. The page is held
 * in memory meanwhile; other answers stay as they are.
 */
export async function changePage(
  request: OrgRequest,
  response: OrgResponse,
  { actions, seed }: { readonly actions: FaultActions; readonly seed: number },
): Promise<OrgResponse> {
  if (response.status !== 200 || response.body === undefined) return response;
  const { contentType } = response.body;
  const change = (rows: readonly unknown[]) => changeRows(rows, actions, seed);
  if (contentType.startsWith('text/csv')) {
    const [header = '', ...rows] = csvLines(await textOf(response));
    return withText(repeatCsvLocator(request, response, actions), header + change(rows).join(''));
  }
  if (!contentType.startsWith('application/json')) return response;
  const page: unknown = JSON.parse(await textOf(response));
  if (typeof page !== 'object' || page === null) return response;
  return withText(response, JSON.stringify(changeJson(request, page, { actions, change })));
}

/** Whether any of the actions is one of {@link changePage}. */
export function changesPage(actions: FaultActions): boolean {
  const { dropLastRows, shuffleRows, repeatLocator, jobState } = actions;
  return [dropLastRows, shuffleRows, repeatLocator, jobState].some((action) => action !== undefined);
}

function changeJson(
  { url }: OrgRequest,
  page: object,
  { actions, change }: { actions: FaultActions; change: (rows: readonly unknown[]) => unknown[] },
): object {
  const { repeatLocator, jobState } = actions;
  const records = 'records' in page && Array.isArray(page.records) ? (page.records as unknown[]) : undefined;
  const isRepeated = repeatLocator === true && 'nextRecordsUrl' in page && isNextPage(url);
  return {
    ...page,
    ...(records === undefined ? {} : { records: change(records) }),
    ...(isRepeated ? { nextRecordsUrl: url.pathname } : {}),
    ...(jobState !== undefined && 'state' in page ? { state: jobState } : {}),
  };
}

/** The first page has no locator that could be repeated. */
function isNextPage({ pathname }: URL): boolean {
  return /\/query(?:All)?\/[^/]+$/.test(pathname);
}

function repeatCsvLocator({ url }: OrgRequest, response: OrgResponse, actions: FaultActions): OrgResponse {
  const asked = url.searchParams.get('locator');
  if (actions.repeatLocator !== true || asked === null) return response;
  return { ...response, headers: { ...response.headers, 'Sforce-Locator': asked } };
}

function changeRows(rows: readonly unknown[], { dropLastRows = 0, shuffleRows }: FaultActions, seed: number) {
  const kept = rows.slice(0, Math.max(0, rows.length - dropLastRows));
  return shuffleRows === true ? shuffled(kept, seed) : kept;
}

/** Lines with their ends; a line end inside of quotes is none. */
function csvLines(text: string): string[] {
  return text.match(/(?:"[^"]*"|[^"\n])*\n|(?:"[^"]*"|[^"\n])+$/g) ?? [];
}

async function textOf({ body }: OrgResponse): Promise<string> {
  if (body === undefined) return '';
  if (body.kind === 'text') return body.text;
  const chunks: Buffer[] = [];
  for await (const chunk of body.chunks) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString('utf8');
}

function withText(response: OrgResponse, text: string): OrgResponse {
  if (response.body === undefined) return response;
  return { ...response, body: { kind: 'text', contentType: response.body.contentType, text } };
}
