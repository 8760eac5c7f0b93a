import type { OrgIdentity } from '../auth/org-identity.ts';
import type { Session, Sessions } from '../auth/sessions.ts';
import type { OrgDatabase } from '../records/org-database.ts';
import type { QueryCursors } from '../rest/query-cursors.ts';
import type { OrgClock } from '../server/clock.ts';
import type { OrgLimits } from '../server/org-limits.ts';
import { SoapFault, type SoapDialect } from './soap-fault.ts';
import { childOf, type XmlElement } from './xml-element.ts';

/** What the SOAP calls work with. */
export interface SoapParts {
  readonly identity: OrgIdentity;
  readonly sessions: Sessions;
  readonly database: OrgDatabase;
  readonly cursors: QueryCursors;
  readonly limits: OrgLimits;
  readonly clock: OrgClock;
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

/** Does a call; gives the content of the response element: its `result` elements, or nothing. */
export type SoapOperation = (parts: SoapParts, call: SoapCall) => string;

/** Operations by their names in the WSDL. */
export type SoapOperations = Readonly<Record<string, SoapOperation>>;

/**
 * The live session in SessionHeader; the call counts against the daily limit.
 * @throws SoapFault `INVALID_SESSION_ID`.
 */
export function requireSoapSession(parts: SoapParts, call: SoapCall): Session {
  const sessionId = childOf(childOf(call.header, 'SessionHeader'), 'sessionId')?.text.trim() ?? '';
  const session = parts.sessions.use(sessionId);
  if (session === undefined) {
    throw new SoapFault(
      'INVALID_SESSION_ID',
      'Invalid Session ID found in SessionHeader: Illegal Session. Session not found, missing session key',
    );
  }
  parts.countApiCall();
  return session;
}
