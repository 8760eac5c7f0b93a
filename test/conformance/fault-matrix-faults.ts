import type { TestOrg } from '../support/local-org.ts';

type FaultRule = Parameters<TestOrg['faults']['add']>[0];
type Action = Extract<FaultRule, { readonly do: unknown }>['do'];

/** Which of the HTTP calls that one call makes a fault hits. */
export const durations = ['once', 'always', 'later'] as const;
export type Duration = (typeof durations)[number];

/** A fault of the local org, and what the promises let a call say of it. */
export interface MatrixFault {
  readonly name: string;
  readonly do: Action;
  /** Whether nobody can know from the answer if the work was done. */
  readonly isLost: boolean;
  /** Whether it is about saving records; reads do not notice it. */
  readonly isOfSaves?: true;
  /** Whether waiting does not help, so that one is enough to end a call. */
  readonly isFinal?: true;
}

/** The faults of the local org that a call may meet. */
export const matrixFaults: readonly MatrixFault[] = [
  { name: 'reset before the work', do: { reset: true }, isLost: true },
  { name: 'lost reply', do: { loseReply: true }, isLost: true },
  { name: 'reply cut', do: { cutResponseAfterBytes: 5 }, isLost: true },
  { name: 'edge page 502', do: { edgePage: 502 }, isLost: true },
  { name: 'edge page 503', do: { edgePage: 503 }, isLost: false },
  {
    name: '500 UNKNOWN_EXCEPTION',
    do: { respond: { status: 500, errorCode: 'UNKNOWN_EXCEPTION', message: 'An unexpected error.' } },
    isLost: true,
  },
  {
    name: '403 REQUEST_LIMIT_EXCEEDED',
    do: {
      respond: {
        status: 403,
        errorCode: 'REQUEST_LIMIT_EXCEEDED',
        message: 'TotalRequests Limit exceeded.',
      },
    },
    isLost: false,
    isFinal: true,
  },
  { name: 'session revoked', do: { revokeSessions: 'own' }, isLost: false },
  { name: 'locked rows', do: { lockRows: { object: 'Case' } }, isLost: false, isOfSaves: true },
];

/** The rule that lets a fault happen to all calls for data from now on, or to some of them. */
export function ruleOf(fault: MatrixFault, duration: Duration): FaultRule {
  if (fault.isOfSaves === true) {
    return { when: duration === 'once' ? { times: 1 } : {}, do: fault.do };
  }
  const nth = { once: { nth: 1 }, always: {}, later: { nth: { from: 2 } } }[duration];
  return { when: { path: '/services/data/**', ...nth }, do: fault.do };
}
