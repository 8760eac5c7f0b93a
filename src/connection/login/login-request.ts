import { invalidConfiguration } from '../../errors/connector-error.ts';
import type { ResolvedConnectionOptions } from '../options/connection-options.ts';
import { escapeXml } from './soap-xml.ts';

/** The largest login request that Salesforce takes, in bytes. */
const maxRequestBytes = 10 * 1024;

/**
 * The body of a SOAP login, password and security token in one.
 *
 * @throws ConnectorError `invalid-configuration` when it would be longer than Salesforce takes
 */
export function loginRequest(credentials: ResolvedConnectionOptions): string {
  const envelope = loginEnvelope(credentials);
  const byteLength = Buffer.byteLength(envelope);
  if (byteLength <= maxRequestBytes) return envelope;
  const { username, password, securityToken } = credentials;
  const [path] = Object.entries({ password, securityToken, username })
    .sort(([, left], [, right]) => right.length - left.length)
    .map(([name]) => name);
  const fields = path === undefined ? [] : [path];
  const message = `is too long: the login would have ${byteLength} bytes, and Salesforce takes ${maxRequestBytes}`;
  throw invalidConfiguration(
    'The connection',
    fields.map((field) => ({ path: field, message })),
  ).withDetails({ fields });
}

function loginEnvelope({ username, password, securityToken, clientName }: ResolvedConnectionOptions): string {
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns:p="urn:partner.soap.sforce.com">',
    `<soapenv:Header><p:CallOptions><p:client>${escapeXml(clientName)}</p:client></p:CallOptions></soapenv:Header>`,
    `<soapenv:Body><p:login><p:username>${escapeXml(username)}</p:username>`,
    `<p:password>${escapeXml(password + securityToken)}</p:password></p:login></soapenv:Body></soapenv:Envelope>`,
  ].join('');
}
