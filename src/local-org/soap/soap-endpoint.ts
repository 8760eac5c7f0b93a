import { latestVersion, oldestVersion } from '../server/api-version.ts';
import { headerOf, type OrgRequest } from '../server/org-request.ts';
import type { OrgResponse } from '../server/org-response.ts';
import { readText } from '../server/read-body.ts';
import { param, type PathParams, type Route } from '../server/route-table.ts';
import { describeOperations } from './describe-operations.ts';
import { queryOperations } from './query-operations.ts';
import { recordOperations } from './record-operations.ts';
import { retrieve } from './retrieve.ts';
import type { SoapCall, SoapOperation, SoapParts } from './soap-call.ts';
import { faultEnvelope, faultOf, notEmulated, SoapFault, type SoapDialect } from './soap-fault.ts';
import { userOperations } from './user-operations.ts';
import { element, scalar } from './write-xml.ts';
import { childOf, parseXml } from './xml-element.ts';

/** What the partner API does. The enterprise API of this org does the calls of users only. */
const operations: Readonly<Record<SoapDialect, ReadonlyMap<string, SoapOperation>>> = {
  partner: new Map(
    Object.entries({
      ...userOperations,
      ...recordOperations,
      ...queryOperations,
      ...describeOperations,
      retrieve,
    }),
  ),
  enterprise: new Map(Object.entries(userOperations)),
};

/**
 * `POST /services/Soap/u/NN.0` and `/c/NN.0`, with or without the org id that `serverUrl` ends in. The Metadata (`/m/`)
 * and Tooling (`/T/`) APIs answer with the fault of what is not emulated.
 */
export function soapRoutes(parts: SoapParts): Route[] {
  const dialects: readonly (readonly [string, SoapDialect])[] = [
    ['u', 'partner'],
    ['c', 'enterprise'],
  ];
  return [
    ...dialects.flatMap(([letter, dialect]) =>
      [`/services/Soap/${letter}/:version`, `/services/Soap/${letter}/:version/:organization`].map(
        (pattern) => ({
          method: 'POST',
          pattern,
          handle: (request: OrgRequest, params: PathParams) => answer(parts, dialect, request, params),
        }),
      ),
    ),
    refusalOf('m', 'The Metadata API'),
    refusalOf('T', 'The Tooling API'),
  ];
}

function refusalOf(letter: string, api: string): Route {
  const envelope = faultEnvelope(notEmulated(api), 'partner');
  return { method: 'POST', pattern: `/services/Soap/${letter}/*`, handle: () => xml(500, envelope) };
}

async function answer(
  parts: SoapParts,
  dialect: SoapDialect,
  request: OrgRequest,
  params: PathParams,
): Promise<OrgResponse> {
  try {
    const call = await readCall(dialect, request, params);
    const operation = operations[dialect].get(call.operation.name);
    if (operation === undefined) {
      const api = dialect === 'partner' ? '' : ' of the enterprise API';
      throw notEmulated(`${call.operation.name}()${api}`);
    }
    return xml(200, responseEnvelope(parts, call, operation(parts, call)));
  } catch (error) {
    return xml(500, faultEnvelope(faultOf(error), dialect));
  }
}

/** Either is good for both APIs: what counts is the path. */
const namespaces: readonly string[] = ['urn:partner.soap.sforce.com', 'urn:enterprise.soap.sforce.com'];

async function readCall(dialect: SoapDialect, request: OrgRequest, params: PathParams): Promise<SoapCall> {
  if (headerOf(request, 'soapaction') === undefined) {
    throw new SoapFault('soapenv:Client', 'SOAPAction HTTP header missing');
  }
  const version = Number(/^(\d{1,3})\.0$/.exec(param(params, 'version'))?.[1]);
  if (!(version >= oldestVersion && version <= latestVersion)) {
    throw new SoapFault('UNSUPPORTED_API_VERSION', `Invalid Api version specified on URL`);
  }
  const text = await readText(request);
  const envelope = parseXml(text);
  const operation = childOf(envelope, 'Body')?.children[0];
  if (envelope.name !== 'Envelope' || operation === undefined) {
    throw new SoapFault('soapenv:Client', 'No operation available for request');
  }
  if (operation.namespace !== undefined && !namespaces.includes(operation.namespace)) {
    throw new SoapFault(
      'soapenv:Client',
      `No operation available for request {${operation.namespace}}${operation.name}, please check the WSDL for the ` +
        'service.',
    );
  }
  return {
    dialect,
    version,
    origin: request.url.origin,
    remoteAddress: request.remoteAddress,
    byteCount: Buffer.byteLength(text),
    header: childOf(envelope, 'Header'),
    operation,
  };
}

function responseEnvelope(parts: SoapParts, { dialect, operation }: SoapCall, content: string): string {
  const header = operation.name === 'login' ? '' : limitInfo(parts);
  return (
    '<?xml version="1.0" encoding="UTF-8"?>' +
    '<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"' +
    ` xmlns="urn:${dialect}.soap.sforce.com" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"` +
    ` xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:sf="urn:sobject.${dialect}.soap.sforce.com">` +
    `${header}<soapenv:Body><${operation.name}Response>${content}</${operation.name}Response>` +
    '</soapenv:Body></soapenv:Envelope>'
  );
}

/** What every answer but that of `login()` tells of the daily limit. */
function limitInfo({ limits }: SoapParts): string {
  const info = [
    scalar('current', limits.used('DailyApiRequests')),
    scalar('limit', limits.max('DailyApiRequests')),
    scalar('type', 'API REQUESTS'),
  ].join('');
  return element('soapenv:Header', element('LimitInfoHeader', element('limitInfo', info)));
}

function xml(status: number, text: string): OrgResponse {
  return { status, body: { kind: 'text', contentType: 'text/xml;charset=UTF-8', text } };
}
