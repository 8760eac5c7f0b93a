/** How long a {@link Transport} waits, in milliseconds. */
export interface TimeLimits {
  readonly connectTimeoutMs: number;
  readonly answerTimeoutMs: number;
  readonly idleTimeoutMs: number;
}

/** One limit of time that was reached, for a message. */
export interface TimeoutWords {
  readonly message: string;
  readonly fields: readonly string[];
  readonly nextSteps: readonly string[];
}

interface Limit {
  readonly name: 'connect' | 'answer' | 'idle';
  readonly message: string;
}

const limits: Readonly<Record<string, Limit>> = {
  CONNECT_TIMEOUT: { name: 'connect', message: 'no connection to the host' },
  ANSWER_TIMEOUT: { name: 'answer', message: 'the request was sent, and no answer began' },
  UND_ERR_HEADERS_TIMEOUT: { name: 'answer', message: 'the request was sent, and no answer began' },
  IDLE_TIMEOUT: { name: 'idle', message: 'the answer stopped in the middle, with no further byte' },
  UND_ERR_BODY_TIMEOUT: { name: 'idle', message: 'the answer stopped in the middle, with no further byte' },
  UPLOAD_STALLED: { name: 'idle', message: 'the host stopped taking the upload, with no further byte' },
};

/**
 * Says which limit was reached and which field changes it; `undefined` for a code that is no timeout.
 *
 * @param timeLimits those in force; without them the message names no seconds
 */
export function timeoutWords(networkCode: string, timeLimits?: TimeLimits): TimeoutWords | undefined {
  const limit = Object.hasOwn(limits, networkCode) ? limits[networkCode] : undefined;
  if (limit === undefined) return undefined;
  const field = `${limit.name}TimeoutSeconds`;
  const ms = timeLimits?.[`${limit.name}TimeoutMs`];
  const within = ms === undefined ? ' in time' : ` within ${ms / 1000} seconds`;
  return {
    message: `${limit.message}${within} (\`${field}\`)`,
    fields: [field],
    nextSteps: [`If the host or the line is only slow, raise \`${field}\` of the connection.`],
  };
}
