import type { Activity, ActivityCapabilities } from './activity.ts';
import type { Connection } from './connection.ts';
import type { RunContext } from './run-context.ts';
import type { JsonSchema } from './schema.ts';

/** One activity type as a form builder or a documentation page needs it. */
export interface ActivityTypeManifest {
  /** Stable token used in activity JSON, kebab-case. */
  readonly type: string;
  readonly title: string;
  /** One sentence: what it does, in the user's words. */
  readonly description: string;
  readonly capabilities: ActivityCapabilities;
  /** The activity's own keys of its JSON (without `name`, `type`, `connection`), with units and defaults. */
  readonly options: JsonSchema;
}

/** Everything a host needs to list, draw and check a connector without running it. Plain JSON. */
export interface ConnectorManifest {
  /** Stable token used as `type` in connection JSON. */
  readonly type: string;
  readonly title: string;
  readonly version: string;
  /** The connection's own keys of its JSON (without `type`). Properties with `writeOnly: true` are secrets. */
  readonly connection: JsonSchema;
  /** Paths of the connection's fields that decide about host and user of its {@link ConnectionIdentity}. */
  readonly identityFields: readonly string[];
  /**
   * Paths of further fields that decide by which way secrets travel, and what is trusted on it. They show in neither
   * host nor user, so a host that guards secrets compares them by themselves.
   */
  readonly routeFields: readonly string[];
  readonly activities: readonly ActivityTypeManifest[];
}

/**
 * Whom a connection logs in as, and where: what its secrets belong to. A host that guards secrets binds them to this,
 * and asks for them anew when it changes.
 */
export interface ConnectionIdentity {
  /** Address that receives the secrets, normalised. */
  readonly host: string;
  /** User or client that they belong to. */
  readonly user: string;
  /** Fingerprint of what lets a server count as the host, where that is more than the usual: added authorities. */
  readonly trust?: string | undefined;
  /** Paths of the secret fields that this way of logging in uses, such as `password`. */
  readonly secretFields: readonly string[];
}

/**
 * The plugin, as a host registers it. One instance serves the whole process and keeps no state of its own: nothing
 * connects, reads the environment or starts a timer before `connect` and a call on what it returns.
 */
export interface Connector<C extends Connection = Connection> {
  readonly manifest: ConnectorManifest;
  /**
   * Checks a connection's configuration and returns the connection, without touching the network. The host has
   * already replaced variables.
   *
   * A host opens one connection per configured connection and shares it among all activities and scripts of a
   * process.
   *
   * @param config the connection JSON, parsed; not changed
   * @throws ConnectorFailure `invalid-configuration`, with every problem in `details.problems`
   */
  connect(config: unknown, context: RunContext): C;
  /**
   * Whom a configuration would log in as, and where. The host has already replaced variables.
   *
   * @throws ConnectorFailure as `connect` does
   */
  identify(config: unknown): ConnectionIdentity;
  /**
   * Checks an activity's options and returns the activity.
   *
   * @param type a token from the manifest
   * @param options the activity JSON without `name`, `type` and `connection`; not changed
   * @throws ConnectorFailure `invalid-configuration` (every problem in `details.problems`) or
   *   `unknown-activity-type`
   */
  activity(type: string, options: unknown): Activity<C>;
}
