import { z } from 'zod';
import type { Activity, SourceActivity, TargetActivity } from '../contract/activity.ts';
import type { CallOptions } from '../contract/connection.ts';
import type { ActivityTypeManifest } from '../contract/connector.ts';
import type { SalesforceConnection } from '../connection/salesforce-connection.ts';
import { problemsOfIssues } from '../errors/configuration-problems.ts';
import { invalidConfiguration } from '../errors/connector-error.ts';
import { namedSchemas, type RowSchemas } from './row-schemas.ts';
import { cancellableRows } from './cancellable-rows.ts';

/** One of the eleven activities: what the manifest says of it, and how options become an activity. */
export interface ActivityType {
  readonly type: string;
  /** Drawn up when asked for: most runs of a connector need no form. */
  manifest(): ActivityTypeManifest;
  /** @throws ConnectorError `invalid-configuration` with every problem */
  configure(options: unknown): Activity<SalesforceConnection>;
}

/** What every declaration of an activity says. */
interface Declaration<O extends z.ZodType> extends Omit<ActivityTypeManifest, 'options'> {
  readonly options: O;
}

/** Binds a method of an activity to its options. */
type Bound<Method, O> = Method extends (connection: SalesforceConnection, ...rest: infer R) => infer Result
  ? (connection: SalesforceConnection, options: O, ...rest: R) => Result
  : never;

/** Asks for the rows of an activity. */
type RowsOf<O> = (connection: SalesforceConnection, options: O, call: CallOptions) => Promise<RowSchemas>;

/** What an activity repeats of its type. */
type ActivityFacts = Pick<ActivityTypeManifest, 'type' | 'capabilities'>;

type Source = SourceActivity<SalesforceConnection>;
type Target = TargetActivity<SalesforceConnection>;

/** Declares an activity that reads; its functions get the parsed options between connection and arguments. */
export function sourceActivity<O extends z.ZodType>(
  declaration: Declaration<O> & {
    schemas: RowsOf<z.output<O>>;
    read: Bound<Source['read'], z.output<O>>;
    readBytes?: Bound<NonNullable<Source['readBytes']>, z.output<O>>;
    preview: Bound<NonNullable<Source['preview']>, z.output<O>>;
  },
): ActivityType {
  const { schemas, read, readBytes, preview } = declaration;
  return activityType(declaration, (options, { type, capabilities }) => ({
    type,
    capabilities,
    direction: 'source',
    schemas: async (connection, { activityName, ...call } = {}) =>
      namedSchemas(await schemas(connection, options, call), connection, { type, activityName }),
    read: (connection, run) => read(connection, options, run),
    preview: (connection, call) => preview(connection, options, call),
    ...(readBytes === undefined
      ? {}
      : { readBytes: (connection, sink, run) => readBytes(connection, options, sink, run) }),
  }));
}

/** Declares an activity that writes; its functions get the parsed options between connection and arguments. */
export function targetActivity<O extends z.ZodType>(
  declaration: Declaration<O> & {
    schemas: RowsOf<z.output<O>>;
    write: Bound<Target['write'], z.output<O>>;
    writeBytes?: Bound<NonNullable<Target['writeBytes']>, z.output<O>>;
  },
): ActivityType {
  const { schemas, write, writeBytes } = declaration;
  return activityType(declaration, (options, { type, capabilities }) => ({
    type,
    capabilities,
    direction: 'target',
    schemas: async (connection, { activityName, ...call } = {}) =>
      namedSchemas(await schemas(connection, options, call), connection, { type, activityName }),
    write: (connection, rows, run) => write(connection, options, cancellableRows(rows, run?.signal), run),
    ...(writeBytes === undefined
      ? {}
      : { writeBytes: (connection, source, run) => writeBytes(connection, options, source, run) }),
  }));
}

function activityType<O extends z.ZodType>(
  declaration: Declaration<O>,
  build: (options: z.output<O>, facts: ActivityFacts) => Activity<SalesforceConnection>,
): ActivityType {
  const { type, title, description, capabilities } = declaration;
  return {
    type,
    manifest: () => {
      const options = z.toJSONSchema(declaration.options, { io: 'input' });
      return { type, title, description, capabilities, options };
    },
    configure(input) {
      const parsed = declaration.options.safeParse(input, { reportInput: true });
      if (parsed.success) {
        Object.freeze(parsed.data);
        return build(parsed.data, { type, capabilities });
      }
      throw invalidConfiguration(`The ${type} activity`, problemsOfIssues(parsed.error.issues));
    },
  };
}
