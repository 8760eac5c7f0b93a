import { join } from 'node:path';
import { z } from 'zod';
import { invalidConfiguration } from '../../errors/connector-error.ts';
import { notInProject } from '../project/project-lookup.ts';
import { savedForShape } from './saved-for.ts';
import { draftFile, draftsFolder, type Draft } from './draft-file.ts';
import { readStoredFiles, type BrokenFile, type StoredFile } from './stored-files.ts';
import { nameRule } from '../project/name-rule.ts';

const savedConnection = z.looseObject({
  type: z.string(),
  name: nameRule,
  savedFor: savedForShape.optional(),
});

/** A saved connection as its file holds it: `type`, `name`, the connector's fields, `savedFor`. */
export type SavedContent = Readonly<z.output<typeof savedConnection>>;

/** Where saved connections are, below the project folder. */
export const connectionsFolder = 'connections';

/** What is known of one connection. At least one of both is there, unless it was only looked for. */
export interface StoredConnection {
  readonly saved: StoredFile<SavedContent> | undefined;
  readonly draft: StoredFile<Draft> | undefined;
}

/** All connections of a project folder, as they are on disk. */
export interface ConnectionFolder {
  readonly saved: readonly StoredFile<SavedContent>[];
  readonly drafts: readonly StoredFile<Draft>[];
  readonly broken: readonly BrokenFile[];
  /** @throws ConnectorError `invalid-configuration` when several files have the name */
  find(name: string): StoredConnection;
  /** As `find`. @throws ConnectorError `not-in-project` */
  get(name: string): StoredConnection;
}

/** Reads `connections/` and `.sfsc/drafts/`. @throws ConnectorError `file-unreadable` */
export async function readConnectionFolder(folder: string): Promise<ConnectionFolder> {
  const saved = await readStoredFiles(folder, connectionsFolder, (value) =>
    // The loose parse puts declared keys first; the order of the file is what a user wrote.
    inOrderOf(value, savedConnection.parse(value, { reportInput: true })),
  );
  const drafts = await readStoredFiles(folder, draftsFolder, (value) => draftFile.parse(value));
  const find = (name: string): StoredConnection => ({
    saved: only(
      saved.files.filter(({ content }) => content.name === name),
      name,
    ),
    draft: only(
      drafts.files.filter(({ content }) => content.name === name),
      name,
    ),
  });
  return {
    saved: saved.files,
    drafts: drafts.files,
    broken: [...saved.broken, ...drafts.broken],
    find,
    get(name) {
      const found = find(name);
      if (found.saved !== undefined || found.draft !== undefined) return found;
      const known = [...saved.files, ...drafts.files].map(({ content }) => content.name);
      throw notInProject('connection', name, [...new Set(known)]);
    },
  };
}

/** Absolute or relative path of a file of the project. */
export function pathOf(folder: string, file: string): string {
  return join(folder, file);
}

function only<T>(files: readonly StoredFile<T>[], name: string): StoredFile<T> | undefined {
  const [first, ...more] = files;
  if (more.length === 0 || first === undefined) return first;
  throw invalidConfiguration(
    'The project',
    more.map(({ file }) => ({
      path: `${file}: name`,
      message: `There is a connection ${name} already, in ${first.file}.`,
    })),
  );
}

function inOrderOf<T extends object>(written: unknown, parsed: T): T {
  return typeof written === 'object' && written !== null ? { ...written, ...parsed } : parsed;
}
