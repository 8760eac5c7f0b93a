import { ConnectorError } from '../../errors/connector-error.ts';
import type { ActivityFile } from './activity-file.ts';
import type { ConnectionFile } from './connection-file.ts';
import type { Project } from './project.ts';
import type { TransformationFile } from '../transformation/transformation-file.ts';

/** The activity of the project with this name; `TYPE/NAME` where several types share it. */
export function activityOf(project: Project | undefined, name: string): ActivityFile {
  const activities = project?.activities ?? [];
  const found = activities.filter(
    (activity) => activity.name === name || `${activity.type}/${activity.name}` === name,
  );
  const [only, ...more] = found;
  if (only === undefined)
    throw notInProject(
      'activity',
      name,
      activities.map((activity) => activity.name),
    );
  if (more.length === 0) return only;
  const choices = found.map((activity) => `${activity.type}/${activity.name}`);
  throw new ConnectorError('invalid-usage', `Several activities are called ${name}: ${choices.join(', ')}.`, {
    details: { name, choices },
    nextSteps: ['Put the type before the name, as listed.'],
  });
}

/** The connection of the project with this name. */
export function connectionOf(project: Project | undefined, name: string): ConnectionFile {
  const connections = project?.connections ?? new Map<string, ConnectionFile>();
  return connections.get(name) ?? fail('connection', name, [...connections.keys()]);
}

/** The transformation of the project with this name. */
export function transformationOf(project: Project | undefined, name: string): TransformationFile {
  const transformations = project?.transformations ?? new Map<string, TransformationFile>();
  return transformations.get(name) ?? fail('transformation', name, [...transformations.keys()]);
}

function fail(kind: string, name: string, known: readonly string[]): never {
  throw notInProject(kind, name, known);
}

/** `not-in-project`, with the names that there are. */
export function notInProject(kind: string, name: string, known: readonly string[]): ConnectorError {
  const list = known.length === 0 ? 'none' : known.join(', ');
  return new ConnectorError('not-in-project', `The project has no ${kind} ${name}; it has: ${list}.`, {
    details: { kind, name, known },
  });
}
