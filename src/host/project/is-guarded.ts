import { realpathSync } from 'node:fs';
import { isAbsolute, join, relative } from 'node:path';
import type { ConnectionFile } from './connection-file.ts';
import type { Project } from './project.ts';

/**
 * Whether the project's policy `reauthenticateOnChange` holds for a connection file: for those of the project, also
 * when one is named by its path. A file from elsewhere knows no policy.
 */
export function isGuarded(project: Project | undefined, connection: ConnectionFile): boolean {
  if (project?.policies.reauthenticateOnChange !== true) return false;
  if (project.connections.get(connection.name) === connection) return true;
  const way = relative(real(join(project.folder)), real(connection.file));
  return !way.startsWith('..') && !isAbsolute(way);
}

function real(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
