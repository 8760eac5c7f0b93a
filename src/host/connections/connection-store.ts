import type { ConnectionFile } from '../project/connection-file.ts';
import type { ConnectionChanges } from './connection-changes.ts';
import type { ConnectionListing, ConnectionView } from './connection-view.ts';
import type { ConnectionReference } from './connection-reference.ts';

/**
 * The connections of a project folder, for those who look after them. Saved ones are `connections/*.json`; drafts are
 * kept apart, in `.sfsc/drafts/`, and no run uses them. Every method reads the files anew, and calls on one store
 * wait for each other.
 *
 * What is written is durable when a method resolves; a crash leaves the old file or the new one. Secrets are never
 * written in clear.
 *
 * Every method that takes a name throws `not-in-project` when neither a connection nor a draft has it (`draft` makes
 * one), and `invalid-configuration` when several files have it; all throw `file-unreadable` and `file-unwritable`.
 */
export interface ConnectionStore {
  /** Saved connections and drafts by name; files that cannot be read are listed with their problem. */
  list(): Promise<readonly ConnectionListing[]>;
  /** The draft if there is one, else what is saved; asked for `savedOnly`, the other way round. Secrets are masked. */
  show(name: string, options?: ShowOptions): Promise<ConnectionView>;
  /**
   * Changes the draft, made of what is saved or of nothing. Fields are not checked before `save`, so that they may
   * come one by one.
   *
   * @throws ConnectorError `secret-unreadable` for a secret in clear text while there is no key;
   *   `invalid-configuration` for a name or a path that cannot be; `unknown-connector-type`
   */
  draft(name: string, changes: ConnectionChanges): Promise<ConnectionView>;
  /**
   * Checks the draft and puts it in place of what is saved. Without a draft, what is saved is checked, its secrets in
   * clear text are encrypted, and it is written again: so a file written by hand becomes a saved one.
   *
   * @throws ConnectorError `invalid-configuration`, `unknown-connector-type`, `variable-unset`; `secret-unreadable`
   *   for a secret in clear text, or under the policy, while there is no key; `reauthentication-required` under the
   *   policy when host or user changed and secrets were not entered again (`details.fields`)
   */
  save(name: string): Promise<SavedConnection>;
  /** Drops the draft. Fine when there is none, as long as there is a connection. */
  discard(name: string): Promise<void>;
  /**
   * Removes the connection and its draft. Returns what used it.
   *
   * @throws ConnectorError `connection-in-use` with `details.references`, unless forced
   */
  delete(name: string, options?: DeleteOptions): Promise<readonly ConnectionReference[]>;
  /**
   * Gives the connection and its draft another name, everywhere: new file, references, removal of the old file, in
   * this order. After a crash the same call goes on where it stopped.
   *
   * @throws ConnectorError `name-taken`; `secret-unreadable` before anything is written
   */
  rename(from: string, to: string): Promise<RenameReport>;
  /**
   * What is saved, to be carried elsewhere: references to variables and to the environment stay as they are, secrets
   * are left out unless they are asked for.
   *
   * @throws ConnectorError `secret-unreadable` when secrets are asked for
   */
  export(name: string, options?: ExportOptions): Promise<ExportedConnection>;
  /** What uses the connection: activities, operations, scripts. */
  references(name: string): Promise<readonly ConnectionReference[]>;
  /**
   * The draft as `save` would write it, after the same checks, for a test before it is saved. Writes nothing.
   *
   * @throws ConnectorError as `save` does
   */
  preview(name: string): Promise<ConnectionFile>;
}

/** What {@link ConnectionStore.show} shows. */
export interface ShowOptions {
  /** What runs use, although there is a draft. Default false. */
  readonly savedOnly?: boolean;
}

/** What was saved. */
export interface SavedConnection {
  readonly name: string;
  /** Path below the project folder: `connections/production.json`. */
  readonly file: string;
  readonly created: boolean;
  /** Paths of secrets that stood in clear text in the file and are encrypted now. */
  readonly encrypted: readonly string[];
  /** Sentences for the user. */
  readonly warnings: readonly string[];
}

/** How {@link ConnectionStore.delete} goes about it. */
export interface DeleteOptions {
  /** Whether to delete also what is in use. Default false. */
  readonly force?: boolean;
}

/** What {@link ConnectionStore.rename} did. */
export interface RenameReport {
  /** Path of the new file below the project folder; `undefined` when there was a draft only. */
  readonly file: string | undefined;
  /** What follows the new name now. */
  readonly updated: readonly ConnectionReference[];
  /** Places that hold the old name as plain text; whether it means the connection is for the user to judge. */
  readonly toCheck: readonly ConnectionReference[];
}

/** What {@link ConnectionStore.export} gives. */
export interface ExportOptions {
  /** Whether encrypted secrets are given in clear. Default false: they are left out. */
  readonly includeSecrets?: boolean;
}

/** A connection, ready to be carried elsewhere. */
export interface ExportedConnection {
  /** Content of a connection file. */
  readonly connection: Readonly<Record<string, unknown>>;
  /** Paths of the secrets that are not in it. */
  readonly leftOut: readonly string[];
  /** Paths of the secrets that stand in it in clear text. */
  readonly inClear: readonly string[];
  /** Sentences for the user. */
  readonly warnings: readonly string[];
}
