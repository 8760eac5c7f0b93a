import { readFileSync, realpathSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import type { ConnectionFile } from './connection-file.ts';
import type { Project } from './project.ts';
import { projectFile } from './project-file.ts';

/**
 * Whether the policy `reauthenticateOnChange` holds for a connection file: for those of a project that has it, also
 * when one is named by its path, from wherever. A file that belongs to no project knows no policy.
 */
export function isGuarded(project: Project | undefined, connection: ConnectionFile): boolean {
  if (project?.connections.get(connection.name) === connection) {
    return project.policies.reauthenticateOnChange;
  }
  // Both where it was named and where it lies: a link must not lead out of the policy.
  return [resolve(connection.file), real(connection.file)].some((file) => isGuardedPlace(project, file));
}

function isGuardedPlace(project: Project | undefined, file: string): boolean {
  if (
    project !== undefined &&
    [resolve(project.folder), real(project.folder)].some((at) => isBelow(at, file))
  ) {
    return project.policies.reauthenticateOnChange;
  }
  const folder = dirname(file);
  return basename(folder) === 'connections' && hasPolicy(dirname(folder));
}

/** A `project.json` that cannot be read says nothing against the policy, so it counts as one that has it. */
function hasPolicy(folder: string): boolean {
  try {
    const header: unknown = JSON.parse(readFileSync(join(folder, 'project.json'), 'utf8'));
    const parsed = projectFile.safeParse(header);
    return !parsed.success || parsed.data.policies.reauthenticateOnChange;
  } catch (error) {
    return !(error instanceof Error && 'code' in error && error.code === 'ENOENT');
  }
}

function isBelow(folder: string, file: string): boolean {
  const way = relative(folder, file);
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

function real(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
