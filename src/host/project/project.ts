import type { TransformationFile } from '../transformation/transformation-file.ts';
import type { VariableDefinition } from '../variables/variable-definition.ts';
import type { ActivityFile } from './activity-file.ts';
import type { ProjectPolicies } from './project-file.ts';
import type { ConnectionFile } from './connection-file.ts';

/** A project folder, read and checked. */
export interface Project {
  readonly folder: string;
  readonly name: string;
  readonly variables: Readonly<Record<string, VariableDefinition>>;
  readonly policies: ProjectPolicies;
  /** By name. */
  readonly connections: ReadonlyMap<string, ConnectionFile>;
  /** Names are unique per type only. */
  readonly activities: readonly ActivityFile[];
  /** By name. */
  readonly transformations: ReadonlyMap<string, TransformationFile>;
}
