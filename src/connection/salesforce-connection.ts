import type { CallOptions, Connection } from '../contract/connection.ts';
import type { SObjectDescribe } from '../schema/sobject-describe.ts';
import type { RunContext } from '../contract/run-context.ts';
import type { RestClient } from './rest/rest-client.ts';

/** What activities see of a connection. */
export interface SalesforceConnection extends Connection {
  /** Version of every call but login, e.g. `67.0`. */
  readonly apiVersion: string;
  readonly rest: RestClient;
  readonly context: RunContext;
  /**
   * The org's description of an object, kept for ten minutes or until the org contradicts it; then the org is asked
   * whether it has changed.
   *
   * @throws ConnectorError `unknown-object`
   */
  describeObject(object: string, call?: CallOptions): Promise<SObjectDescribe>;
  /**
   * Tells the connection with which codes the org refused rows or jobs. Those of refused calls it sees by itself. An
   * unknown field or object makes it doubt all descriptions.
   */
  observeErrors(errorCodes: readonly string[]): void;
}
