import type { Activity, PreviewCall, SourcePreview } from '../contract/activity.ts';
import { isConnectorFailure } from '../contract/failure.ts';
import type { CallOptions, Connection, ConnectionUsage } from '../contract/connection.ts';
import type { Connector } from '../contract/connector.ts';
import type { ProgressListener } from '../contract/progress.ts';
import type { RunContext } from '../contract/run-context.ts';
import type { ActivitySchemas } from '../contract/schema.ts';
import { ConnectorError } from '../errors/connector-error.ts';
import { OpenConnections, type OpenConnection } from './connections/open-connections.ts';
import { withFileName } from './connections/with-file-name.ts';
import type { ConnectionFile } from './project/connection-file.ts';
import { isGuarded } from './project/is-guarded.ts';
import type { Project } from './project/project.ts';
import { activityOf, connectionOf, transformationOf } from './project/project-lookup.ts';
import { runActivity, type ActivityResult } from './run/run-activity.ts';
import type { ActivityReference, ActivityRequest } from './run/activity-request.ts';
import { countersOfFailure, variablesOf } from './run/run-counters.ts';
import type { SecretBox } from './secrets/secret-box.ts';
import { createRedactor, type Redactor } from './variables/redactor.ts';
import { substituteVariables } from './variables/substitute-variables.ts';
import { createVariableScope } from './variables/variable-scope.ts';

/** What a host is made of. */
export interface HostOptions {
  /** The plugins that serve connections; at least one. */
  readonly connectors: readonly Connector[];
  readonly context: RunContext;
  /** Where names of connections, activities and transformations come from. Default: there are none. */
  readonly project?: Project;
  /** Values of variables for this process; stronger than those of the project. */
  readonly variables?: Readonly<Record<string, string>>;
  /** What `{"env": "NAME"}` may reach. Default: nothing. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** Opens encrypted secrets. Default: they cannot be read. */
  readonly box?: SecretBox | undefined;
  /** Receives the progress of every run that has no listener of its own. */
  readonly onProgress?: ProgressListener;
  /** Receives sentences for the user, e.g. about a secret in clear text. */
  readonly onWarning?: (warning: string) => void;
}

/** The embedded runtime: configured connections and activities, run one by one. */
export interface Host {
  /**
   * The connection, opened at the first call and shared from then on.
   *
   * @param reference name in the project, or a parsed file
   * @throws ConnectorError `not-in-project`, `unknown-connector-type`, `variable-unset`, `secret-unreadable`,
   *   `invalid-configuration`, `reauthentication-required` under the project's policy
   */
  connection(reference: string | ConnectionFile): Connection;
  /** Both sides of an activity, asked anew. Throws as `runActivity` does before it starts. */
  schemas(activity: ActivityReference, call?: CallOptions): Promise<ActivitySchemas>;
  /**
   * A first look at what a source would read.
   *
   * @throws ConnectorFailure as `runActivity`; `unsupported-operation` for activities without a preview
   */
  preview(activity: ActivityReference, call?: PreviewCall): Promise<SourcePreview>;
  /**
   * Runs one activity: a source into `output`, a target from `input`.
   *
   * Afterwards, also when it broke off, its counters are variables: `query.record_count`, or `success_record_count` and
   * `failure_record_count`.
   *
   * Rows that fail are part of the report. Throws when the work as a whole cannot go on: errors of the connector as
   * they are, `not-in-project`, `invalid-usage` for a missing input or output, and the errors of the endpoints.
   */
  runActivity(request: ActivityRequest): Promise<ActivityResult>;
  /** What connections have used so far, by name. */
  usage(): Readonly<Record<string, ConnectionUsage>>;
  /** Takes every secret known so far out of a text. */
  readonly redact: Redactor;
  close(): Promise<void>;
}

/** Makes a host. Nothing connects before the first run. */
export function createHost(options: HostOptions): Host {
  const { context, project } = options;
  const scope = createVariableScope({
    ...(project !== undefined && { definitions: project.variables }),
    ...(options.variables !== undefined && { overrides: options.variables }),
    ...(options.environment !== undefined && { environment: options.environment }),
  });
  const secrets = new Set(scope.secretValues);
  const used = new Set<Connection>();
  const connections = new OpenConnections({
    connectors: options.connectors,
    context,
    scope,
    box: options.box,
    reauthenticates: (file) => isGuarded(project, file),
    onSecret: (secret) => secrets.add(secret),
    onWarning: options.onWarning ?? (() => undefined),
  });

  const open = (reference: string | ConnectionFile): OpenConnection => {
    const opened = connections.open(
      typeof reference === 'string' ? connectionOf(project, reference) : reference,
    );
    used.add(opened.connection);
    return opened;
  };
  const configure = (reference: ActivityReference) => {
    const written = typeof reference === 'string' ? activityOf(project, reference) : reference;
    const { file } = written;
    const { connector, connection } = open(written.connection);
    const resolved =
      file === undefined
        ? written.options
        : substituteVariables(written.options, {
            scope,
            where: file,
            schema: connector.manifest.activities.find(({ type }) => type === written.type)?.options,
          });
    const activity: Activity = withFileName(file, () => connector.activity(written.type, resolved));
    return { activity, connection, activityName: 'name' in written ? written.name : undefined };
  };

  /** Sets the counters of a run, whether it ends well or breaks off. */
  const counted = async (run: Promise<ActivityResult>): Promise<ActivityResult> => {
    try {
      const result = await run;
      scope.set(variablesOf(result.counters));
      return result;
    } catch (error) {
      const counters = isConnectorFailure(error) ? countersOfFailure(error.details) : undefined;
      if (counters !== undefined) scope.set(variablesOf(counters));
      throw error;
    }
  };

  return {
    connection: (reference) => open(reference).connection,
    async schemas(reference, call) {
      const { activity, connection, activityName } = configure(reference);
      return activity.schemas(connection, { ...call, activityName });
    },
    async runActivity(request) {
      const { transformation, input, output, resultsFolder } = request;
      const onProgress = request.onProgress ?? options.onProgress;
      const { activity, connection } = configure(request.activity);
      return counted(
        runActivity({
          activity,
          connection,
          context,
          input,
          output,
          resultsFolder,
          transformation:
            typeof transformation === 'string' ? transformationOf(project, transformation) : transformation,
          run: {
            ...(request.signal !== undefined && { signal: request.signal }),
            ...(onProgress !== undefined && { onProgress }),
          },
        }),
      );
    },
    async preview(reference, call) {
      const { activity, connection } = configure(reference);
      if (activity.direction === 'source' && activity.preview !== undefined) {
        const preview = await activity.preview(connection, call);
        // Values of secret variables may stand in it.
        return { ...preview, statement: createRedactor(secrets)(preview.statement) };
      }
      throw new ConnectorError(
        'unsupported-operation',
        `${activity.type} has no preview: there is nothing to read.`,
        {
          details: { type: activity.type },
        },
      );
    },
    usage: () => Object.fromEntries([...used].map((connection) => [connection.name, connection.usage()])),
    redact: (text) => createRedactor(secrets)(text),
    close: () => connections.close(),
  };
}
