import { login } from './login.ts';
import { requireSoapSession, type SoapOperations } from './soap-call.ts';
import { userInfo } from './user-info.ts';
import { element } from './write-xml.ts';

/** The calls that are about users and sessions, not records. */
export const userOperations: SoapOperations = {
  login: (parts, call) => element('result', login(parts, call)),
  logout: (parts, call) => {
    parts.sessions.end(requireSoapSession(parts, call).id);
    return '';
  },
  getUserInfo: (parts, call) => {
    requireSoapSession(parts, call);
    return element('result', userInfo(parts.identity));
  },
};
