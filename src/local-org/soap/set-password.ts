import type { OrgUser } from '../auth/org-user.ts';
import type { SoapCall, SoapParts } from './soap-call.ts';
import { SoapFault } from './soap-fault.ts';
import { userOfSession } from './user-of-session.ts';
import { element } from './write-xml.ts';
import { childOf } from './xml-element.ts';

/** Characters that every password has. */
const minPasswordLength = 8;

/**
 * `setPassword(userId, password)`: one's own, also with an expired one, or that of others with Manage Users. The security
 * token stays as it is.
 * @throws SoapFault `INVALID_ID_FIELD`, `INSUFFICIENT_ACCESS`, `INVALID_NEW_PASSWORD`.
 */
export function setPassword(parts: SoapParts, call: SoapCall): string {
  const caller = userOfSession(parts, call);
  const user = parts.auth.users.withId(childOf(call.operation, 'userId')?.text.trim() ?? '');
  if (user === undefined) {
    throw new SoapFault('INVALID_ID_FIELD', 'There is no user with this id.', 'InvalidIdFault');
  }
  if (user !== caller && !caller.permissions.has('ManageUsers')) {
    throw new SoapFault('INSUFFICIENT_ACCESS', 'The user needs the permission Manage Users for this.');
  }
  changePassword(parts, user, childOf(call.operation, 'password')?.text ?? '');
  return element('result', '');
}

/**
 * `changeOwnPassword(oldPassword, newPassword)`.
 * @throws SoapFault `INVALID_OLD_PASSWORD`, `INVALID_NEW_PASSWORD`.
 */
export function changeOwnPassword(parts: SoapParts, call: SoapCall): string {
  const user = userOfSession(parts, call);
  if (!user.isPassword(childOf(call.operation, 'oldPassword')?.text ?? '')) {
    throw new SoapFault('INVALID_OLD_PASSWORD', 'The old password is not right.');
  }
  changePassword(parts, user, childOf(call.operation, 'newPassword')?.text ?? '');
  return element('result', '');
}

function changePassword({ auth }: SoapParts, user: OrgUser, password: string): void {
  if (password.length < minPasswordLength) {
    throw new SoapFault(
      'INVALID_NEW_PASSWORD',
      `Your password must be at least ${minPasswordLength} characters long.`,
    );
  }
  if (user.isPassword(password)) throw new SoapFault('INVALID_NEW_PASSWORD', 'invalid repeated password');
  user.setPassword(password);
  auth.sessions.passwordChanged(user.id);
}
