import type { OrgUser } from '../auth/org-user.ts';
import { SignInRefusal } from '../auth/sign-in-refusal.ts';
import { signInByPassword } from '../auth/sign-in.ts';
import { loginFault } from './login-fault.ts';
import { apiDisabled, type SoapCall, type SoapParts } from './soap-call.ts';
import { SoapFault } from './soap-fault.ts';
import { userInfo } from './user-info.ts';
import { scalar } from './write-xml.ts';
import { childOf } from './xml-element.ts';

/** The last version whose SOAP API has `login()`. */
const lastLoginVersion = 64;

/** The largest request, in bytes. */
const maxLoginBytes = 10 * 1024;

/**
 * `login()`: checks the password with the token appended and answers a LoginResult, children in WSDL order.
 * @throws SoapFault `INVALID_OPERATION` from 65.0 on and where the org has it switched off, `EXCEEDED_MAX_SIZE_REQUEST`,
 * `INSUFFICIENT_ACCESS`, `API_DISABLED_FOR_ORG`, and those of {@link loginFault}.
 */
export function login(parts: SoapParts, call: SoapCall): string {
  const { auth } = parts;
  auth.countLogin();
  refuseUnlessPossible(parts, call);
  const user = signIn(parts, call);
  const { id: sessionId } = auth.settings.sharedSessions
    ? auth.sessions.share(user)
    : auth.sessions.start(user);
  const path = `${call.version}.0/${auth.organizationId.slice(0, 15)}`;
  const letter = call.dialect === 'partner' ? 'u' : 'c';
  return [
    scalar('metadataServerUrl', `${call.origin}/services/Soap/m/${path}`),
    scalar('passwordExpired', user.passwordExpired),
    scalar('sandbox', auth.settings.sandbox),
    scalar('serverUrl', `${call.origin}/services/Soap/${letter}/${path}`),
    scalar('sessionId', sessionId),
    scalar('userId', user.id),
    `<userInfo>${userInfo(auth, user)}</userInfo>`,
  ].join('');
}

/** What speaks against a login whoever comes. */
function refuseUnlessPossible({ auth }: SoapParts, call: SoapCall): void {
  if (call.version > lastLoginVersion) {
    throw new SoapFault(
      'INVALID_OPERATION',
      `The SOAP Login operation is not available in the API version specified (${call.version}.0). ` +
        'Refer to the documentation for supported versions.',
    );
  }
  if (!auth.settings.soapLoginEnabled) {
    throw new SoapFault(
      'INVALID_OPERATION',
      'SOAP API login() is disabled by default in this org. Contact the org administrator to enable SOAP API login().',
    );
  }
  if (call.byteCount > maxLoginBytes) {
    throw new SoapFault('EXCEEDED_MAX_SIZE_REQUEST', `A login request may have ${maxLoginBytes} bytes.`);
  }
}

function signIn({ auth }: SoapParts, call: SoapCall): OrgUser {
  const user = attempt(() =>
    signInByPassword(auth, {
      username: childOf(call.operation, 'username')?.text ?? '',
      passwordAndToken: childOf(call.operation, 'password')?.text ?? '',
      remoteAddress: call.remoteAddress,
    }),
  );
  if (!user.permissions.has('ApiEnabled')) throw apiDisabled('LoginFault');
  if (auth.settings.enforceUseAnyApiAuth && !user.permissions.has('UseAnyApiAuth')) {
    throw new SoapFault(
      'INSUFFICIENT_ACCESS',
      'The user needs the permission Use Any API Auth to log in.',
      'LoginFault',
    );
  }
  return user;
}

function attempt(work: () => OrgUser): OrgUser {
  try {
    return work();
  } catch (error) {
    if (error instanceof SignInRefusal) throw loginFault(error.reason);
    throw error;
  }
}
