import type { OrgResponse } from '../server/org-response.ts';

/** A job (or a list of jobs) as JSON: `apiVersion` is a number that is written with its decimal, `67.0`. */
export function jobJson(value: unknown): OrgResponse {
  const text = JSON.stringify(value).replace(/"apiVersion":(\d+)(?=[,}])/g, '"apiVersion":$1.0');
  return { status: 200, body: { kind: 'text', contentType: 'application/json;charset=UTF-8', text } };
}
