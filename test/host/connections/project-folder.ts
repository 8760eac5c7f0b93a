import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createRunContext } from '../../../src/compose.ts';
import type { StateStore } from '../../../src/contract/state-store.ts';
import type { Connector } from '../../../src/contract/connector.ts';
import {
  createHost,
  createSecretBox,
  loadProject,
  openConnectionStore,
  type ConnectionStore,
  type Host,
  type SecretBox,
} from '../../../src/host/index.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { toyConnector } from '../toy-connector.ts';

/** The key of the tests. */
export const box: SecretBox = createSecretBox(Buffer.alloc(32, 7));

/** What a test may choose; anything left out is harmless. */
export interface ProjectFolderOptions {
  /** Content by path; `project.json` is there anyway. */
  readonly files?: Readonly<Record<string, unknown>>;
  readonly reauthenticateOnChange?: boolean;
  readonly variables?: Readonly<Record<string, unknown>>;
}

/** How a test opens its project. */
export interface Opening {
  readonly box?: SecretBox | undefined;
  readonly variables?: Readonly<Record<string, string>>;
  readonly environment?: Readonly<Record<string, string>>;
  readonly connectors?: readonly Connector[];
  readonly state?: StateStore;
}

/** A project on disk, for one test. */
export interface ProjectFolder {
  readonly folder: string;
  store(opening?: Opening): ConnectionStore;
  /** A host that has read the project as it is now, and what it warned of. */
  host(opening?: Opening): Promise<{ readonly host: Host; readonly warnings: readonly string[] }>;
  read(file: string): Promise<string>;
  json(file: string): Promise<Record<string, unknown>>;
  write(file: string, content: unknown): Promise<void>;
  /** Paths of all files below the project folder, in order. */
  files(): Promise<string[]>;
}

/** Makes a project folder; texts are written as they are, other values as JSON. */
export async function projectFolder(options: ProjectFolderOptions = {}): Promise<ProjectFolder> {
  const folder = await temporaryFolder();
  const { files = {}, reauthenticateOnChange, variables } = options;
  const path = (file: string): string => join(folder, file);
  const defaults: Opening = { box, connectors: [toyConnector] };
  const project: ProjectFolder = {
    folder,
    store: (opening) => openConnectionStore({ folder, connectors: [toyConnector], ...defaults, ...opening }),
    async host(opening) {
      const warnings: string[] = [];
      const host = createHost({
        connectors: [toyConnector],
        context: createRunContext(),
        project: await loadProject(folder),
        onWarning: (warning) => warnings.push(warning),
        ...defaults,
        ...opening,
      });
      return { host, warnings };
    },
    read: (file) => readFile(path(file), 'utf8'),
    json: async (file) => JSON.parse(await readFile(path(file), 'utf8')) as Record<string, unknown>,
    async write(file, content) {
      await mkdir(dirname(path(file)), { recursive: true });
      await writeFile(path(file), typeof content === 'string' ? content : JSON.stringify(content));
    },
    async files() {
      const entries = await readdir(folder, { recursive: true, withFileTypes: true });
      return entries
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
        .sort();
    },
  };
  await project.write('project.json', {
    name: 'test',
    ...(variables !== undefined && { variables }),
    ...(reauthenticateOnChange !== undefined && { policies: { reauthenticateOnChange } }),
  });
  for (const [file, content] of Object.entries(files)) await project.write(file, content);
  return project;
}

/** A connection file of the toy connector. */
export function toyFile(fields: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return { type: 'ndjson-folder', name: 'shelf', folder: '/shelf', ...fields };
}
