import { SoqlError } from '../records/org-database.ts';
import { ApiError } from '../server/api-error.ts';
import { escapeXml } from './write-xml.ts';

/** Which of the two SOAP APIs is spoken: `u` in the path is partner, `c` is enterprise. */
export type SoapDialect = 'partner' | 'enterprise';

/** The element in `detail`, as the WSDL names the fault types. */
export type FaultType =
  'LoginFault' | 'UnexpectedErrorFault' | 'InvalidIdFault' | 'InvalidQueryLocatorFault' | QueryFaultType;

/** Fault types that tell a place in a query: row and column, -1 where there is none. */
type QueryFaultType = 'MalformedQueryFault' | 'InvalidFieldFault' | 'InvalidSObjectFault';

const faultTypes: Readonly<Record<string, FaultType>> = {
  MALFORMED_QUERY: 'MalformedQueryFault',
  INVALID_FIELD: 'InvalidFieldFault',
  INVALID_TYPE: 'InvalidSObjectFault',
  INVALID_QUERY_LOCATOR: 'InvalidQueryLocatorFault',
  MALFORMED_ID: 'InvalidIdFault',
};

/**
 * A refusal of a SOAP call, always HTTP 500. A code with a prefix of its own (`soapenv:Client`) has no detail;
 * the others are written as `sf:CODE`, `CODE: message` and the typed detail. The type follows from the code unless given.
 */
export class SoapFault extends Error {
  override readonly name = 'SoapFault';
  readonly code: string;
  readonly faultType: FaultType;

  constructor(code: string, message: string, faultType = faultTypes[code] ?? 'UnexpectedErrorFault') {
    super(message);
    this.code = code;
    this.faultType = faultType;
  }
}

/** The fault for what a real org could do and this one does not. */
export function notEmulated(what: string): SoapFault {
  return new SoapFault('soapenv:Server', `NOT_EMULATED_HERE: ${what}. See docs/local-org.md.`);
}

/** Anything that was thrown as a fault; a defect of the local org itself is `UNKNOWN_EXCEPTION`. */
export function faultOf(error: unknown): SoapFault {
  if (error instanceof SoapFault) return error;
  const message = error instanceof Error ? error.message : 'An unexpected error occurred';
  if (!(error instanceof SoqlError || error instanceof ApiError)) {
    return new SoapFault('UNKNOWN_EXCEPTION', message);
  }
  switch (error.errorCode) {
    case 'NOT_EMULATED_HERE':
      return new SoapFault('soapenv:Server', `NOT_EMULATED_HERE: ${message}`);
    // What is no UTF-8 is refused by the reader that REST shares.
    case 'JSON_PARSER_ERROR':
      return new SoapFault('soapenv:Client', `Failed to parse the request: ${message}`);
    default:
      return new SoapFault(error.errorCode, message);
  }
}

/** The envelope of a fault. */
export function faultEnvelope(fault: SoapFault, dialect: SoapDialect): string {
  const { code, message, faultType } = fault;
  const text = escapeXml(message);
  const body = code.includes(':')
    ? `<faultcode>${code}</faultcode><faultstring>${text}</faultstring>`
    : `<faultcode>sf:${code}</faultcode><faultstring>${code}: ${text}</faultstring>` +
      `<detail><sf:${faultType} xsi:type="sf:${faultType}"><sf:exceptionCode>${code}</sf:exceptionCode>` +
      `<sf:exceptionMessage>${text}</sf:exceptionMessage>${placeOf(fault)}</sf:${faultType}></detail>`;
  return (
    '<?xml version="1.0" encoding="UTF-8"?>' +
    '<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"' +
    ` xmlns:sf="urn:fault.${dialect}.soap.sforce.com"` +
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">' +
    `<soapenv:Body><soapenv:Fault>${body}</soapenv:Fault></soapenv:Body></soapenv:Envelope>`
  );
}

const queryFaultTypes: ReadonlySet<FaultType> = new Set<QueryFaultType>([
  'MalformedQueryFault',
  'InvalidFieldFault',
  'InvalidSObjectFault',
]);

/** Row and column of a query fault, taken from its message. */
function placeOf({ message, faultType }: SoapFault): string {
  if (!queryFaultTypes.has(faultType)) return '';
  const [, row = '-1', column = '-1'] = /ERROR at Row:(\d+):Column:(\d+)/.exec(message) ?? [];
  return `<sf:row>${row}</sf:row><sf:column>${column}</sf:column>`;
}
