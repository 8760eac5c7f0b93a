import { join } from 'node:path';
import { transformationFile } from '../transformation/transformation-file.ts';
import { parseActivityFile } from './activity-file.ts';
import { parseConnectionFile } from './connection-file.ts';
import { jsonFiles } from './json-files.ts';
import type { ProblemList } from './problem-list.ts';
import type { Project } from './project.ts';
import { projectFile } from './project-file.ts';
import { readJsonFile } from './read-json-file.ts';

/** Parses one file of a folder; `file` is what problems call it. */
type Parse<T> = (file: string, value: unknown) => T;

/**
 * Reads whatever of a project can be read and adds the rest to the problems: syntax, shapes, names, references.
 * Fields that belong to a connector are not checked here.
 *
 * @throws ConnectorError `file-unreadable` for a folder that cannot be listed
 */
export async function readProject(folder: string, problems: ProblemList): Promise<Project> {
  const header = await problems.collect('project.json', async () =>
    projectFile.parse(await readJsonFile(join(folder, 'project.json'), 'project.json'), {
      reportInput: true,
    }),
  );
  const connections = await readFiles(folder, 'connections', parseConnectionFile, problems);
  const activities = await readFiles(folder, 'activities', parseActivityFile, problems);
  const transformations = await readFiles(
    folder,
    'transformations',
    (file, value) => ({ ...transformationFile.parse(value, { reportInput: true }), file }),
    problems,
  );

  requireUnique(connections, ({ name }) => `connection ${name}`, problems);
  requireUnique(activities, ({ type, name }) => `${type} activity ${name}`, problems);
  requireUnique(transformations, ({ name }) => `transformation ${name}`, problems);

  const byName = new Map(connections.map((connection) => [connection.name, connection]));
  for (const { file, connection } of activities) {
    if (!byName.has(connection)) problems.add(`${file}: connection`, `There is no connection ${connection}.`);
  }
  return {
    folder,
    name: header?.name ?? '',
    variables: header?.variables ?? {},
    policies: header?.policies ?? { reauthenticateOnChange: false },
    connections: byName,
    activities,
    transformations: new Map(transformations.map(({ file: _, ...rest }) => [rest.name, rest])),
  };
}

async function readFiles<T>(
  folder: string,
  part: string,
  parse: Parse<T>,
  problems: ProblemList,
): Promise<T[]> {
  const parsed: T[] = [];
  for (const entry of await jsonFiles(join(folder, part))) {
    const file = `${part}/${entry}`;
    const value = await problems.collect(file, async () =>
      parse(file, await readJsonFile(join(folder, file), file)),
    );
    if (value !== undefined) parsed.push(value);
  }
  return parsed;
}

function requireUnique<T extends { readonly file: string }>(
  items: readonly T[],
  label: (item: T) => string,
  problems: ProblemList,
): void {
  const first = new Map<string, string>();
  for (const item of items) {
    const earlier = first.get(label(item));
    if (earlier === undefined) first.set(label(item), item.file);
    else problems.add(`${item.file}: name`, `There is a ${label(item)} already, in ${earlier}.`);
  }
}
