import { invalidConfiguration } from '../../errors/connector-error.ts';
import { ProblemList } from './problem-list.ts';
import type { Project } from './project.ts';
import { readProject } from './read-project.ts';

/**
 * Reads a project folder: `project.json`, `connections/`, `activities/` and `transformations/`. Variables stay as
 * they are written; fields that belong to a connector are checked by `validateProject`.
 *
 * @throws ConnectorError `invalid-configuration` with every problem of all files in `details.problems`, paths such
 *   as `activities/load.json: connection`; `file-unreadable`
 */
export async function loadProject(folder: string): Promise<Project> {
  const problems = new ProblemList();
  const project = await readProject(folder, problems);
  if (problems.all.length > 0) throw invalidConfiguration('The project', problems.all);
  return project;
}
