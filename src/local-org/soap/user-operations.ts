import { login } from './login.ts';
import { changeOwnPassword, setPassword } from './set-password.ts';
import { requireSoapSession, type SoapOperations } from './soap-call.ts';
import { userInfo } from './user-info.ts';
import { userOfSession } from './user-of-session.ts';
import { element, scalar } from './write-xml.ts';

/** The calls that are about users, sessions and the org's time, not records. */
export const userOperations: SoapOperations = {
  login: (parts, call) => element('result', login(parts, call)),
  logout: (parts, call) => {
    parts.auth.sessions.end(requireSoapSession(parts, call).id);
    return '';
  },
  getUserInfo: (parts, call) => element('result', userInfo(parts.auth, userOfSession(parts, call))),
  getServerTimestamp: (parts, call) => {
    requireSoapSession(parts, call);
    return element('result', scalar('timestamp', new Date(parts.clock.now()).toISOString()));
  },
  setPassword,
  changeOwnPassword,
};
