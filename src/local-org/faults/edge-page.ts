import { htmlPage } from '../server/html-page.ts';
import type { OrgResponse } from '../server/org-response.ts';

const titles = {
  414: 'URI Too Long',
  420: 'No Route',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
} as const;

/** A page that Salesforce's edge shows by itself. */
export type EdgePage = keyof typeof titles;

/** The page: HTML where the client expects JSON or XML. Its words are our own. */
export function edgePage(status: EdgePage): OrgResponse {
  return htmlPage(status, titles[status]);
}
