import { createRunContext } from '../compose.ts';
import { createRedactor, openConnectionStore, type ConnectionStore } from '../host/index.ts';
import { salesforceServiceCloud } from '../plugin.ts';
import type { CommonOptions } from './common-options.ts';
import type { EntryStreams } from './fields/entry-lines.ts';
import { fieldsOfSchema, type FieldSchema } from './fields/field-schema.ts';
import { openState } from './open-state.ts';
import { printResult } from './print-result.ts';
import type { Opened } from './run-work.ts';
import { readableBox, writableBox } from './secret-boxes.ts';
import { printable } from './render/printable.ts';

/** What the commands that look after connections work with. No network, and no project that has to be in order. */
export interface ConnectionDesk extends Opened {
  /** For reading, removing and renaming; makes no key. */
  readonly store: ConnectionStore;
  /** For drafts and saves; makes the key of this user if there is none. */
  readonly writableStore: () => Promise<ConnectionStore>;
  /** The connector's schema of a connection. */
  readonly schema: unknown;
  readonly fields: readonly FieldSchema[];
  /** Keyboard or pipe, and where questions are shown. */
  readonly streams: EntryStreams;
  /** Keeps what was entered or opened out of every failure and note that is shown. */
  readonly hide: (secrets: Iterable<string>) => void;
  /** Shows a result: the document for machines, the text for people. */
  readonly print: (document: unknown, text: string) => void;
  /** Tells people something beside the result, on standard error. */
  readonly note: (text: string) => void;
}

/** Opens the desk for the project of the command line. Reads no file of it yet. */
export async function openConnectionDesk(
  options: CommonOptions,
  signal: AbortSignal,
): Promise<ConnectionDesk> {
  const secrets = new Set<string>();
  const schema = salesforceServiceCloud.manifest.connection;
  const redact = (text: string): string => createRedactor(secrets)(text);
  const note = (text: string): void => {
    process.stderr.write(`${printable(redact(text))}\n`);
  };
  const storeOptions = {
    state: openState(createRunContext(), note),
    folder: options.project,
    connectors: [salesforceServiceCloud],
    variables: options.var,
    environment: process.env,
    onSecret: (secret: string) => secrets.add(secret),
  };
  return {
    store: openConnectionStore({ ...storeOptions, box: await readableBox() }),
    writableStore: async () => openConnectionStore({ ...storeOptions, box: await writableBox() }),
    schema,
    fields: fieldsOfSchema(schema),
    streams: { input: process.stdin, output: process.stderr, signal },
    hide: (more) => {
      for (const secret of more) secrets.add(secret);
    },
    redact,
    print: (document, text) => {
      printResult(options, document, text);
    },
    note,
    endProgress: () => undefined,
    close: () => Promise.resolve(),
  };
}
