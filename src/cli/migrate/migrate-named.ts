import { openConnectionDesk } from '../connection-desk.ts';
import { leavesOf } from '../fields/leaves.ts';
import type { Session } from '../session.ts';
import { migration, numbered, type Move } from './migration.ts';
import { quoted } from '../quoted.ts';
import { UsageFailure } from '../usage-failure.ts';

/**
 * Makes the OAuth variant of a connection of the project its draft, and shows what is left to do. What is saved stays
 * in force until the draft is saved.
 *
 * @throws ConnectorError as `migration`, and what the store throws
 */
export async function migrateNamed(session: Session, name: string, move: Move): Promise<void> {
  const desk = await openConnectionDesk(session.options, session.signal);
  const { fields, type, hasDraft } = await desk.store.show(name);
  if (hasDraft) throw draftInTheWay(name);
  const { connection, variables, steps } = await migration(
    session,
    {
      document: { type, name, ...fields },
      open: async () => session.host.connection(await desk.store.preview(name)),
    },
    move,
  );
  const before = leavesOf(fields);
  const after = leavesOf(connection);
  const changed = [...after].filter(([path, value]) => !sameValue(before.get(path), value));
  const gone = [...before.keys()].filter((path) => !after.has(path));
  const view = await (
    await desk.writableStore()
  ).draft(name, {
    fields: Object.fromEntries([...gone.map((path): [string, unknown] => [path, null]), ...changed]),
  });
  const toDo = steps.flatMap((step) =>
    step.includes('`sfsc connection test ')
      ? [
          `Run \`sfsc connection test ${quoted(name)} --draft\`.`,
          `Then run \`sfsc connection save ${quoted(name)}\`.`,
        ]
      : [step],
  );
  session.print(
    { name, changed: view.changed, variables, steps: toDo },
    `${name} has a draft that logs in by ${move.type}; what is saved is still in force. To do:\n${numbered(toDo)}`,
  );
}

function draftInTheWay(name: string): UsageFailure {
  return new UsageFailure(`${name} has a draft already, which the move would build on.`, [
    `Put it in force with \`sfsc connection save ${quoted(name)}\`, or drop it with \`sfsc connection discard ${quoted(name)}\`, and move then.`,
  ]);
}

function sameValue(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
