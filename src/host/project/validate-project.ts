import type { Connector } from '../../contract/connector.ts';
import type { RunContext } from '../../contract/run-context.ts';
import { invalidConfiguration } from '../../errors/connector-error.ts';
import { checkSavedFor } from '../connections/check-saved-for.ts';
import { resolveConnection } from '../connections/resolve-connection.ts';
import { isCounterName } from '../run/run-counters.ts';
import type { SecretBox } from '../secrets/secret-box.ts';
import { substituteVariables } from '../variables/substitute-variables.ts';
import {
  createVariableScope,
  type VariableScope,
  type VariableScopeOptions,
} from '../variables/variable-scope.ts';
import { ProblemList } from './problem-list.ts';
import type { Project } from './project.ts';
import { readProject } from './read-project.ts';

/** What {@link validateProject} checks with. */
export interface ValidateProjectOptions extends Omit<VariableScopeOptions, 'definitions'> {
  readonly connectors: readonly Connector[];
  readonly context: RunContext;
  /** Opens encrypted secrets. Without it they are not checked, and neither are the seals of saved connections. */
  readonly box?: SecretBox | undefined;
}

/**
 * Checks everything that can be checked without a network: all of `loadProject`, the fields of every connection and
 * activity by the connector that they name, that every variable has a value or is at least declared (a declared variable
 * without a value is given when a run starts, a counter when one has ended), and the policy `reauthenticateOnChange`.
 *
 * @throws ConnectorError `invalid-configuration` with every problem in `details.problems`; `file-unreadable`
 */
export async function validateProject(folder: string, options: ValidateProjectOptions): Promise<Project> {
  const problems = new ProblemList();
  const project = await readProject(folder, problems);
  const scope = createVariableScope({ ...options, definitions: project.variables });
  const connectors = new Map(options.connectors.map((connector) => [connector.manifest.type, connector]));
  const types = [...connectors.keys()].join(', ');

  const { box } = options;
  for (const connection of project.connections.values()) {
    const { file, type, name, config } = connection;
    const connector = connectors.get(type);
    if (connector === undefined) {
      problems.add(`${file}: type`, `There is no connection type ${type}; there is ${types}.`);
      continue;
    }
    const { connection: schema } = connector.manifest;
    const substitute = (waiting: WaitingFields): unknown =>
      resolveConnection(config, { connection: name, schema, scope, where: file, box, ...waiting });
    await checkFields({ file, scope, substitute }, problems, async (fields) => {
      await connector.connect(fields, options.context).close();
      if (project.policies.reauthenticateOnChange) checkSavedFor(connection, { connector, scope, box });
    });
  }
  for (const { file, type, connection, options: fields } of project.activities) {
    const connector = connectors.get(project.connections.get(connection)?.type ?? '');
    if (connector === undefined) continue;
    const schema = connector.manifest.activities.find((activity) => activity.type === type)?.options;
    const substitute = ({ onUnset }: WaitingFields): unknown =>
      substituteVariables(fields, { scope, where: file, schema, onUnset });
    await checkFields({ file, scope, substitute }, problems, (resolved) => {
      connector.activity(type, resolved);
    });
  }
  if (problems.all.length > 0) throw invalidConfiguration('The project', problems.all);
  return project;
}

/** Puts something in place of what has no value yet, and remembers where. */
interface WaitingFields {
  readonly onUnset: (variable: string, path: string) => string;
  readonly onLocked: (path: string) => string;
}

interface FieldsToCheck {
  readonly file: string;
  readonly scope: VariableScope;
  readonly substitute: (waiting: WaitingFields) => unknown;
}

async function checkFields(
  { file, scope, substitute }: FieldsToCheck,
  problems: ProblemList,
  check: (fields: unknown) => void | Promise<void>,
): Promise<void> {
  // A field that waits for its variable or for the key cannot be judged yet: what the connector says of it is left out.
  const waiting = new Set<string>();
  const onUnset = (variable: string, path: string): string => {
    if (!scope.isDeclared(variable) && !isCounterName(variable))
      problems.add(path, `Uses ${variable}, which has no value and is not declared in project.json.`);
    waiting.add(path);
    return `[${variable}]`;
  };
  const onLocked = (path: string): string => {
    waiting.add(path);
    return '[encrypted]';
  };
  const found = new ProblemList();
  await found.collect(file, () => check(substitute({ onUnset, onLocked })));
  for (const { path, message } of found.all) {
    if (!waiting.has(path)) problems.add(path, message);
  }
}
