import type { OrgRequest } from '../server/org-request.ts';
import type { FaultCondition } from './fault-rule.ts';

/** What a rule can ask about a call. */
export interface CallFacts {
  readonly request: OrgRequest;
  /** `undefined` for what is not SOAP. */
  readonly soapOperation: string | undefined;
  /** Username and id of the session's user; none without a session. */
  readonly user: readonly string[];
}

/** Whether the call is one that the condition is about; which of them is another question. */
export function isAbout(when: FaultCondition, { request, soapOperation, user }: CallFacts): boolean {
  const { pathname, search } = request.url;
  return (
    (when.method === undefined || when.method.toUpperCase() === request.method) &&
    (when.path === undefined || globOf(when.path).test(pathname)) &&
    (when.pathRegex === undefined || new RegExp(when.pathRegex).test(pathname + search)) &&
    (when.soapOperation === undefined || when.soapOperation === soapOperation) &&
    (when.user === undefined || user.includes(when.user))
  );
}

function globOf(glob: string): RegExp {
  const source = glob
    .replace(/[.+?^${}()|[\]\\]/g, '\\$&')
    .replace(/\*\*|\*/g, (stars) => (stars === '**' ? '.*' : '[^/]*'));
  return new RegExp(`^${source}$`);
}
