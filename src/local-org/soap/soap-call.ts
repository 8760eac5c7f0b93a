import type { OrgIdentity } from '../auth/org-identity.ts';
import type { Sessions } from '../auth/sessions.ts';
import { SoapFault, type SoapDialect } from './soap-fault.ts';
import { childOf, type XmlElement } from './xml-element.ts';

/** What the SOAP calls work with. */
export interface SoapParts {
  readonly identity: OrgIdentity;
  readonly sessions: Sessions;
  readonly countLogin: () => void;
  readonly countApiCall: () => void;
}

/** One SOAP call, taken out of its envelope. */
export interface SoapCall {
  readonly dialect: SoapDialect;
  /** 64 for 64.0. */
  readonly version: number;
  /** Scheme and host that the client used. */
  readonly origin: string;
  readonly header: XmlElement | undefined;
  /** The element in Body: its name is the operation. */
  readonly operation: XmlElement;
}

/** Does a call; gives the content of `result`, or `undefined` for an operation without one. */
export type SoapOperation = (parts: SoapParts, call: SoapCall) => string | undefined;

/**
 * The id of the live session in SessionHeader; the call counts against the daily limit.
 * @throws SoapFault `INVALID_SESSION_ID`.
 */
export function requireSoapSession(parts: SoapParts, call: SoapCall): string {
  const sessionId = childOf(childOf(call.header, 'SessionHeader'), 'sessionId')?.text.trim() ?? '';
  if (parts.sessions.use(sessionId) === undefined) {
    throw new SoapFault(
      'INVALID_SESSION_ID',
      'Invalid Session ID found in SessionHeader: Illegal Session. Session not found, missing session key',
    );
  }
  parts.countApiCall();
  return sessionId;
}
