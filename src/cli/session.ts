import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { createRunContext } from '../compose.ts';
import {
  createHost,
  fileInput,
  fileOutput,
  loadProject,
  spooledOutput,
  streamInput,
  streamOutput,
  type ConnectionFile,
  type Host,
  type InputEndpoint,
  type OutputEndpoint,
  type Project,
  type RowFormat,
} from '../host/index.ts';
import { salesforceServiceCloud } from '../plugin.ts';
import { ConnectorError } from '../errors/connector-error.ts';
import type { RunContext } from '../contract/run-context.ts';
import type { CommonOptions } from './common-options.ts';
import { createProgressRenderer } from './progress/progress-renderer.ts';
import { openState } from './open-state.ts';
import { printResult } from './print-result.ts';
import { printable } from './render/printable.ts';
import { isConnectionFile, readConnectionFile } from './read-connection-file.ts';
import type { Opened } from './run-work.ts';
import { readableBox } from './secret-boxes.ts';

/** What one command works with. */
export interface Session extends Opened {
  readonly host: Host;
  readonly context: RunContext;
  readonly signal: AbortSignal;
  readonly options: CommonOptions;
  /** A connection of the command line: a JSON file, or a name in the project. */
  connection(reference: string): Promise<string | ConnectionFile>;
  /** `-` is standard input. */
  input(path: string): InputEndpoint;
  /** `-` is standard output; without a format, the file's name decides, and CSV goes to standard output. */
  output(path: string, format?: RowFormat): OutputEndpoint;
  /** Shows a result: the document for machines, the text for people. */
  print(document: unknown, text: string): void;
  /** Tells people something beside the result, on standard error. */
  note(text: string): void;
}

/** Opens the session of one command: the project if there is one, the host, the terminal. */
export async function openSession(options: CommonOptions, signal: AbortSignal): Promise<Session> {
  const bare = createRunContext();
  const progress = createProgressRenderer({
    stream: process.stderr,
    style: options.quiet || options.json ? 'none' : process.stderr.isTTY ? 'bar' : 'lines',
    nowMs: () => bare.clock.monotonicMs(),
  });
  let areRowsOnTerminal = false;
  const note = (text: string): void => {
    progress.clear();
    process.stderr.write(`${printable(text)}\n`);
  };
  const context = { ...bare, state: openState(bare, note) };
  const project = await projectIn(options.project);
  const host = createHost({
    connectors: [salesforceServiceCloud],
    context,
    ...(project !== undefined && { project }),
    variables: options.var,
    environment: process.env,
    box: await readableBox(),
    onProgress: (event) => {
      if (!areRowsOnTerminal) progress.show(event);
    },
    onWarning: (warning) => {
      note(`Warning: ${warning}`);
    },
  });

  return {
    host,
    context,
    signal,
    options,
    async connection(reference) {
      // A name of the project before a file that happens to be called so.
      if (project?.connections.has(reference) === true) return reference;
      if (await isConnectionFile(reference)) return readConnectionFile(reference);
      if (project === undefined) throw withoutProject(reference, options.project);
      return reference;
    },
    input: (path) => (path === '-' ? streamInput(process.stdin, 'standard input') : fileInput(path)),
    output(path, format) {
      if (path !== '-') return fileOutput(path, format);
      areRowsOnTerminal = process.stdout.isTTY;
      if (!options.json) return standardOutput(format ?? 'csv');
      // A machine expects one document: rows as JSON, or the error alone.
      return spooledOutput(standardOutput(format ?? 'json'));
    },
    print(document, text) {
      progress.clear();
      printResult(options, document, text);
    },
    note,
    redact: host.redact,
    endProgress: progress.clear,
    close: async () => {
      progress.clear();
      await host.close();
    },
  };
}

function withoutProject(reference: string, folder: string): ConnectorError {
  return new ConnectorError(
    'file-not-found',
    `There is no file ${reference}, and no project.json in ${folder === '.' ? 'the current folder' : folder} that could have a connection of this name.`,
    {
      details: { file: reference, project: folder },
      nextSteps: ['Give a connection file, or the folder of a project with `--project DIR`.'],
    },
  );
}

function standardOutput(format: RowFormat): OutputEndpoint {
  return streamOutput(process.stdout, { name: 'standard output', format });
}

async function projectIn(folder: string): Promise<Project | undefined> {
  const exists = await stat(join(folder, 'project.json')).catch(() => undefined);
  return exists === undefined ? undefined : loadProject(folder);
}
