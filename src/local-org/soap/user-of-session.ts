import type { OrgUser } from '../auth/org-user.ts';
import { requireSoapSession, type SoapCall, type SoapParts } from './soap-call.ts';
import { SoapFault } from './soap-fault.ts';

/**
 * The user whose session a call comes with.
 * @throws SoapFault as `requireSoapSession`.
 */
export function userOfSession(parts: SoapParts, call: SoapCall): OrgUser {
  const user = parts.auth.users.withId(requireSoapSession(parts, call).userId);
  if (user === undefined) throw new SoapFault('INVALID_SESSION_ID', 'The session belongs to nobody.');
  return user;
}
