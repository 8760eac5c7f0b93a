import type { Logger } from '../contract/logger.ts';
import type { RunContext } from '../contract/run-context.ts';
import type { StateStore } from '../contract/state-store.ts';
import { createSecretBox, ensureSecretKey, openStateFolder } from '../host/index.ts';
import { sfscHome } from './sfsc-home.ts';

/**
 * The state that the commands of this user share, in the home of `sfsc`. Neither folder nor key is made before
 * something is kept; `note` is told what goes wrong and does no harm.
 */
export function openState({ clock, logger }: RunContext, note: (text: string) => void): StateStore {
  const { stateFolder, key } = sfscHome(process.env);
  const warn: Logger['warn'] = (message, fields) => {
    const file = fields?.['file'];
    note(`Warning: ${message}${file === undefined ? '' : `: ${file}`}.`);
  };
  return openStateFolder({
    folder: stateFolder,
    box: async () => createSecretBox(await ensureSecretKey(key)),
    clock,
    logger: { ...logger, warn },
  });
}
