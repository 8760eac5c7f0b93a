import { isConnectorFailure } from '../contract/failure.ts';
import { ConnectorError } from '../errors/connector-error.ts';
import type { ConnectionChanges, ConnectionStore, SavedConnection } from '../host/index.ts';
import type { ConnectionDesk } from './connection-desk.ts';
import { enterValues } from './fields/enter-values.ts';
import { quoted } from './quoted.ts';

/**
 * Saves a connection. On a terminal it asks for the secrets that the policy wants entered again, and goes on. What was
 * changed stays in the draft when saving fails; the error says so.
 *
 * @throws ConnectorError as `ConnectionStore.draft` and `ConnectionStore.save` do
 */
export async function saveAndAsk(
  desk: ConnectionDesk,
  name: string,
  changes: ConnectionChanges | undefined,
): Promise<SavedConnection> {
  const store = await desk.writableStore();
  if (changes !== undefined) await store.draft(name, changes);
  try {
    return await store.save(name);
  } catch (error) {
    const fields = fieldsToEnter(error);
    if (fields === undefined || desk.streams.input.isTTY !== true) throw await asKept(error, store, name);
    desk.note((error as Error).message);
    const entered = await enterValues(fields, desk.streams);
    desk.hide(entered.values());
    await store.draft(name, { secrets: Object.fromEntries(entered) });
    return await store.save(name).catch(async (again: unknown) => {
      throw await asKept(again, store, name);
    });
  }
}

function fieldsToEnter(error: unknown): readonly string[] | undefined {
  if (!isConnectorFailure(error) || error.code !== 'reauthentication-required') return undefined;
  const { fields } = error.details;
  return Array.isArray(fields) ? fields.filter((path) => typeof path === 'string') : undefined;
}

/** The same error, with what became of the changes. */
async function asKept(error: unknown, store: ConnectionStore, name: string): Promise<unknown> {
  if (!(error instanceof ConnectorError)) return error;
  const hasDraft = await store.show(name).then(
    (view) => view.hasDraft,
    () => false,
  );
  if (!hasDraft) return error;
  const fields = fieldsToEnter(error) ?? [];
  const again = fields.map((path) => ` --enter ${path}`).join('');
  const step =
    again === ''
      ? `The changes are kept as a draft: correct it with \`sfsc connection save ${quoted(name)} --set PATH=VALUE\`, or drop it with \`sfsc connection discard ${quoted(name)}\`.`
      : `The changes are kept as a draft: go on with \`sfsc connection save ${quoted(name)}${again}\`, or drop it with \`sfsc connection discard ${quoted(name)}\`.`;
  return new ConnectorError(error.code, error.message, {
    cause: error.cause,
    details: error.details,
    nextSteps: [step],
  });
}
