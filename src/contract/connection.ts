import type { JsonSchema } from './schema.ts';

/** How much a connection has used since it was opened. */
export interface ConnectionUsage {
  /** Calls that count against the remote system's allowance, logins included. */
  readonly apiCalls: number;
  readonly logins: number;
  /** Body bytes on the wire. */
  readonly bytesSent: number;
  readonly bytesReceived: number;
}

/** One thing that a connection test found out. */
export interface ConnectionFact {
  /** Stable, for machines: `apiCallsLeft`. */
  readonly key: string;
  /** For people. */
  readonly label: string;
  readonly value: string;
}

/**
 * What a connection test found out; `ok` is always true (a failure throws, with the paths of the fields to correct in
 * `details.fields`, most likely first).
 */
export interface ConnectionTestReport {
  readonly ok: true;
  /** In the order in which they should be shown. */
  readonly facts: readonly ConnectionFact[];
  /** Things that work today and deserve attention, e.g. a login method with an end date. */
  readonly warnings: readonly string[];
}

/** One entry of the list from which users pick an object. */
export interface ObjectSummary {
  readonly name: string;
  readonly label: string;
  readonly custom: boolean;
  readonly canQuery: boolean;
  readonly canCreate: boolean;
  readonly canUpdate: boolean;
  readonly canDelete: boolean;
}

/** Which objects a user wants to see. */
export interface ObjectSearch extends CallOptions {
  /** Text that name or label holds; case does not matter. Default: any. */
  readonly search?: string;
  /** Default: both. */
  readonly kind?: 'standard' | 'custom';
}

/** What is known of one object. */
export interface ObjectDescription {
  readonly name: string;
  readonly label: string;
  /** One record with all readable fields; properties carry labels, lengths, choices and flags as annotations. */
  readonly row: JsonSchema;
}

/**
 * A door to one remote system under one identity.
 *
 * Made by {@link Connector.connect}, which touches no network: the first call that needs a session logs in, and all
 * callers share that one session. Every method may be called at any time, also concurrently, until `close`.
 *
 * Every method throws errors that satisfy {@link ConnectorFailure}.
 */
export interface Connection {
  /** The name under which the host knows it; part of schema names and messages. */
  readonly name: string;
  /** What somebody who configured it should know although it works, as sentences; a host shows them once. */
  readonly notes: readonly string[];
  /** Tries what activities will need, and asks for no more permission than that. */
  test(call?: CallOptions): Promise<ConnectionTestReport>;
  /** By name. */
  listObjects(search?: ObjectSearch): Promise<readonly ObjectSummary[]>;
  describe(object: string, call?: CallOptions): Promise<ObjectDescription>;
  usage(): ConnectionUsage;
  /**
   * Lets go of sockets and timers. Does not log out: other processes may share the session. Calling it twice is
   * fine; calling anything else afterwards is a programming error.
   */
  close(): Promise<void>;
}

/** What every call takes. */
export interface CallOptions {
  /** Aborting it makes the call reject soon with code `cancelled`; work already handed over remotely goes on. */
  readonly signal?: AbortSignal;
}
