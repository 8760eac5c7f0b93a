import type { Session } from '../session.ts';
import { readConnectionFile } from '../read-connection-file.ts';
import { writeNewFile } from '../write-new-file.ts';
import { migration, numbered, type Move } from './migration.ts';
import { quoted } from '../quoted.ts';

/**
 * Writes the OAuth variant of a connection file beside it, and shows what is left to do.
 *
 * @throws ConnectorError `file-exists`, and as `migration`
 */
export async function migrateFile(
  session: Session,
  path: string,
  { out, ...move }: Move & { readonly out: string | undefined },
): Promise<void> {
  const file = await readConnectionFile(path);
  const document = { type: file.type, ...file.config };
  const { connection, variables, steps } = await migration(
    session,
    { document, open: () => session.host.connection(file) },
    move,
  );
  const target = out ?? path.replace(/(?:\.json)?$/iu, '.oauth.json');
  await writeNewFile(target, `${JSON.stringify(connection, undefined, 2)}\n`);
  const toDo = steps.map((step) =>
    step.replace(/`sfsc connection test [^`]*`/u, `\`sfsc connection test ${quoted(target)}\``),
  );
  session.print({ file: target, variables, steps: toDo }, `Wrote ${target}. To do:\n${numbered(toDo)}`);
}
