/** What a caller can usefully do about a failure. */
export const Recovery = {
  /** The same call may work later, after `retryAfterMs` if given. */
  retry: 'retry',
  /** Credentials must change first. */
  reauthenticate: 'reauthenticate',
  /** Configuration, command or setup of the remote system must change first. */
  fixConfig: 'fix-config',
  /** The data must change first. */
  fixData: 'fix-data',
  /** Nothing automatic helps; read the message. */
  abort: 'abort',
  /** The caller asked for it. */
  cancelled: 'cancelled',
} as const;

export type Recovery = (typeof Recovery)[keyof typeof Recovery];

/** One thing wrong with a configuration. */
export interface ConfigurationProblem {
  /** Where: a path such as `connections/org.json: serverHost`, or `` for the whole. */
  readonly path: string;
  readonly message: string;
}

/**
 * What every error that crosses this contract looks like, whichever connector threw it. Hosts decide by `code` and
 * `recovery`, never by message text.
 *
 * Neither message, details nor cause chain may hold a secret or a field value of a record.
 */
export interface ConnectorFailure extends Error {
  /** Stable, kebab-case. */
  readonly code: string;
  readonly recovery: Recovery;
  /** What the user can do now, most promising first; at least one. */
  readonly nextSteps: readonly string[];
  readonly retryAfterMs?: number;
  readonly details: Readonly<Record<string, unknown>>;
}

/** Tells a failure of the contract from a defect. */
export function isConnectorFailure(value: unknown): value is ConnectorFailure {
  return (
    value instanceof Error &&
    'code' in value &&
    typeof value.code === 'string' &&
    'recovery' in value &&
    typeof value.recovery === 'string' &&
    'nextSteps' in value &&
    Array.isArray(value.nextSteps)
  );
}
