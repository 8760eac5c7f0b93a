import { escapeXml } from './write-xml.ts';

/** Which of the two SOAP APIs is spoken: `u` in the path is partner, `c` is enterprise. */
export type SoapDialect = 'partner' | 'enterprise';

/** The element in `detail`, as the WSDL names the fault types. */
export type FaultType = 'LoginFault' | 'UnexpectedErrorFault' | 'InvalidIdFault' | 'InvalidSObjectFault';

/**
 * A refusal of a SOAP call, always HTTP 500. A code with a prefix of its own (`soapenv:Client`) has no detail;
 * the others are written as `sf:CODE`, `CODE: message` and the typed detail.
 */
export class SoapFault extends Error {
  override readonly name = 'SoapFault';
  readonly code: string;
  readonly faultType: FaultType;

  constructor(code: string, message: string, faultType: FaultType = 'UnexpectedErrorFault') {
    super(message);
    this.code = code;
    this.faultType = faultType;
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
      `<sf:exceptionMessage>${text}</sf:exceptionMessage></sf:${faultType}></detail>`;
  return (
    '<?xml version="1.0" encoding="UTF-8"?>' +
    '<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"' +
    ` xmlns:sf="urn:fault.${dialect}.soap.sforce.com"` +
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">' +
    `<soapenv:Body><soapenv:Fault>${body}</soapenv:Fault></soapenv:Body></soapenv:Envelope>`
  );
}
