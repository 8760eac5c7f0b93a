import type { OrgAuth } from '../auth/org-auth.ts';
import type { Session } from '../auth/sessions.ts';
import type { OrgDatabase } from '../records/org-database.ts';
import type { QueryCursors } from '../rest/query-cursors.ts';
import type { OrgClock } from '../server/clock.ts';
import type { OrgLimits } from '../server/org-limits.ts';
import { SoapFault, type FaultType, type SoapDialect } from './soap-fault.ts';
import { childOf, type XmlElement } from './xml-element.ts';

/** What the SOAP calls work with. */
export interface SoapParts {
  readonly auth: OrgAuth;
  readonly database: OrgDatabase;
  readonly cursors: QueryCursors;
  readonly limits: OrgLimits;
  readonly clock: OrgClock;
  readonly countApiCall: () => void;
}

/** One SOAP call, taken out of its envelope. */
export interface SoapCall {
  readonly dialect: SoapDialect;
  /** 64 for 64.0. */
  readonly version: number;
  /** Scheme and host that the client used. */
  readonly origin: string;
  /** IP address that the client came from. */
  readonly remoteAddress: string;
  /** Size of the envelope in bytes. */
  readonly byteCount: number;
  readonly header: XmlElement | undefined;
  /** The element in Body: its name is the operation. */
  readonly operation: XmlElement;
}

/** Does a call; gives the content of the response element: its `result` elements, or nothing. */
export type SoapOperation = (parts: SoapParts, call: SoapCall) => string;

/** Operations by their names in the WSDL. */
export type SoapOperations = Readonly<Record<string, SoapOperation>>;

/** What a session with an expired password is good for. */
const callsWithExpiredPassword: readonly string[] = ['setPassword', 'changeOwnPassword', 'logout'];

/**
 * The live session in SessionHeader; the call counts against the daily limit.
 * @throws SoapFault `INVALID_SESSION_ID`, `INVALID_OPERATION_WITH_EXPIRED_PASSWORD`, `API_DISABLED_FOR_ORG`.
 */
export function requireSoapSession(parts: SoapParts, call: SoapCall): Session {
  const sessionId = childOf(childOf(call.header, 'SessionHeader'), 'sessionId')?.text.trim() ?? '';
  const session = parts.auth.sessions.use(sessionId);
  if (session === undefined) {
    throw new SoapFault(
      'INVALID_SESSION_ID',
      'Invalid Session ID found in SessionHeader: Illegal Session. Session not found, missing session key',
    );
  }
  if (session.passwordExpired && !callsWithExpiredPassword.includes(call.operation.name)) {
    throw new SoapFault(
      'INVALID_OPERATION_WITH_EXPIRED_PASSWORD',
      "The user's password has expired, you must call SetPassword before attempting any other API operations",
    );
  }
  if (!session.permissions.has('ApiEnabled')) throw apiDisabled('UnexpectedErrorFault');
  parts.countApiCall();
  return session;
}

/** The refusal of users who may not use the API. */
export function apiDisabled(faultType: FaultType): SoapFault {
  return new SoapFault(
    'API_DISABLED_FOR_ORG',
    'API is not enabled for this Organization or Partner',
    faultType,
  );
}
