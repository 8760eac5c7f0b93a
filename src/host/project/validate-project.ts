import type { Connector } from '../../contract/connector.ts';
import type { RunContext } from '../../contract/run-context.ts';
import { invalidConfiguration } from '../../errors/connector-error.ts';
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
}

/**
 * Checks everything that can be checked without a network: all of `loadProject`, the fields of every connection and
 * activity by the connector that they name, and that every variable has a value or is at least declared (a declared
 * variable without a value is given when a run starts).
 *
 * @throws ConnectorError `invalid-configuration` with every problem in `details.problems`; `file-unreadable`
 */
export async function validateProject(folder: string, options: ValidateProjectOptions): Promise<Project> {
  const problems = new ProblemList();
  const project = await readProject(folder, problems);
  const scope = createVariableScope({ ...options, definitions: project.variables });
  const connectors = new Map(options.connectors.map((connector) => [connector.manifest.type, connector]));
  const types = [...connectors.keys()].join(', ');

  for (const { file, type, config } of project.connections.values()) {
    const connector = connectors.get(type);
    if (connector === undefined) {
      problems.add(`${file}: type`, `There is no connection type ${type}; there is ${types}.`);
      continue;
    }
    await checkFields({ file, fields: config, scope }, problems, async (fields) => {
      await connector.connect(fields, options.context).close();
    });
  }
  for (const { file, type, connection, options: fields } of project.activities) {
    const connector = connectors.get(project.connections.get(connection)?.type ?? '');
    if (connector === undefined) continue;
    await checkFields({ file, fields, scope }, problems, (resolved) => {
      connector.activity(type, resolved);
    });
  }
  if (problems.all.length > 0) throw invalidConfiguration('The project', problems.all);
  return project;
}

interface FieldsToCheck {
  readonly file: string;
  readonly fields: unknown;
  readonly scope: VariableScope;
}

async function checkFields(
  { file, fields, scope }: FieldsToCheck,
  problems: ProblemList,
  check: (fields: unknown) => void | Promise<void>,
): Promise<void> {
  // A field that waits for its variable cannot be judged yet: what the connector says of it is left out.
  const waiting = new Set<string>();
  const onUnset = (variable: string, path: string): string => {
    if (!scope.isDeclared(variable))
      problems.add(path, `Uses ${variable}, which has no value and is not declared in project.json.`);
    waiting.add(path);
    return `[${variable}]`;
  };
  const found = new ProblemList();
  await found.collect(file, () => check(substituteVariables(fields, { scope, where: file, onUnset })));
  for (const { path, message } of found.all) {
    if (!waiting.has(path)) problems.add(path, message);
  }
}
