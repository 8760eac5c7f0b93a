import type { OrgResponse } from './org-response.ts';

/** A page as Salesforce's edge shows it where clients expect JSON or XML. Its words are our own. */
export function htmlPage(status: number, title: string): OrgResponse {
  const text = `<html><head><title>${status} ${title}</title></head><body><h1>${status} ${title}</h1></body></html>`;
  return { status, body: { kind: 'text', contentType: 'text/html;charset=UTF-8', text } };
}
