import { join } from 'node:path';
import type { z } from 'zod';
import { invalidConfiguration } from '../../errors/connector-error.ts';
import { problemsOfFile } from './problem-list.ts';
import { projectFile } from './project-file.ts';
import { readJsonFile } from './read-json-file.ts';

/** `project.json`, checked. */
export type ProjectHeader = z.output<typeof projectFile>;

/**
 * Reads `project.json` alone.
 *
 * @throws ConnectorError `file-not-found`, `file-unreadable`, `invalid-json`, `invalid-configuration`
 */
export async function readProjectHeader(folder: string): Promise<ProjectHeader> {
  const value = await readJsonFile(join(folder, 'project.json'));
  const parsed = projectFile.safeParse(value, { reportInput: true });
  if (parsed.success) return parsed.data;
  throw invalidConfiguration('The project', problemsOfFile('project.json', parsed.error));
}
