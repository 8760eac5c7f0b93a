import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCli, type CliResult } from '../run-cli.ts';

/** A project folder of one user, for commands that look after connections. */
export interface ProjectFolder extends AsyncDisposable {
  readonly folder: string;
  put(file: string, content: unknown): Promise<void>;
  /** The JSON in a file of the project. */
  get(file: string): Promise<Record<string, unknown>>;
  /** Names in a folder of the project; none when it is not there. */
  names(folder: string): Promise<readonly string[]>;
  /** `sfsc` in this folder, as this user. */
  sfsc(args: readonly string[], stdin?: string): Promise<CliResult>;
  /** `sfsc connection …` with `--json`: the exit code, and the document or the error. */
  json(args: readonly string[], stdin?: string): Promise<{ readonly code: number | null } & JsonAnswer>;
}

interface JsonAnswer {
  readonly document: Record<string, unknown>;
  readonly error?: {
    readonly code: string;
    readonly message: string;
    readonly nextSteps: readonly string[];
    readonly details: Record<string, unknown>;
  };
}

/** Makes a {@link ProjectFolder} with this `project.json`. */
export async function projectFolder(
  project: Readonly<Record<string, unknown>> = {},
  env: Readonly<Record<string, string>> = {},
): Promise<ProjectFolder> {
  const root = await mkdtemp(join(tmpdir(), 'cli-connection-'));
  const folder = join(root, 'project');
  const put = async (file: string, content: unknown): Promise<void> => {
    const path = join(folder, file);
    await mkdir(join(path, '..'), { recursive: true });
    await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content));
  };
  const sfsc = (args: readonly string[], stdin = ''): Promise<CliResult> =>
    runCli(args, { cwd: folder, stdin, env: { SFSC_HOME: join(root, 'home'), ...env } });
  await put('project.json', { name: 'p', ...project });
  return {
    folder,
    put,
    get: async (file) => JSON.parse(await readFile(join(folder, file), 'utf8')) as Record<string, unknown>,
    names: (part) => readdir(join(folder, part)).catch(() => []),
    sfsc,
    async json(args, stdin) {
      const { code, stdout, stderr } = await sfsc(['connection', ...args, '--json'], stdin);
      if (stderr !== '') throw new TypeError(`Beside the document: ${stderr}`);
      const document = JSON.parse(stdout) as Record<string, unknown> & Pick<JsonAnswer, 'error'>;
      return { code, document, ...(document.error && { error: document.error }) };
    },
    [Symbol.asyncDispose]: () => rm(root, { recursive: true, force: true }),
  };
}
