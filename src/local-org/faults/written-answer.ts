import { json, type OrgResponse, type WireFaults } from '../server/org-response.ts';
import type { OrgRequest } from '../server/org-request.ts';
import { faultEnvelope, SoapFault } from '../soap/soap-fault.ts';
import { isSoapPath } from '../soap/soap-operation.ts';
import type { FaultActions } from './fault-rule.ts';

/** The answer that a rule writes down; errors come in the shape of the API that was called. */
export function writtenAnswer(
  { url }: OrgRequest,
  { status, errorCode, message = '', body, html, headers }: NonNullable<FaultActions['respond']>,
): OrgResponse {
  const wire: WireFaults = headers === undefined ? {} : { setHeaders: headers };
  if (html !== undefined) return { status, wire, body: text('text/html;charset=UTF-8', html) };
  if (typeof body === 'string') return { status, wire, body: text('text/plain;charset=UTF-8', body) };
  if (body !== undefined) return { ...json(status, body), wire };
  if (errorCode === undefined) return { status, wire };
  if (!isSoapPath(url.pathname)) return { ...json(status, [{ message, errorCode }]), wire };
  const dialect = url.pathname.startsWith('/services/Soap/c/') ? 'enterprise' : 'partner';
  const fault = faultEnvelope(new SoapFault(errorCode, message), dialect);
  return { status, wire, body: text('text/xml;charset=UTF-8', fault) };
}

function text(contentType: string, value: string) {
  return { kind: 'text', contentType, text: value } as const;
}
