import { homedir } from 'node:os';
import { join } from 'node:path';
import type { SecretKeySource } from '../host/index.ts';

/** Where `sfsc` keeps what outlives a command. Nothing of it is made before something is kept. */
export interface SfscHome {
  /** State of connections, encrypted. */
  readonly stateFolder: string;
  /** The key that everything here is encrypted with. */
  readonly key: SecretKeySource;
}

/** The home that the environment names: `SFSC_HOME`, by default `.sfsc` in the home folder of the user. */
export function sfscHome(environment: Readonly<Record<string, string | undefined>>): SfscHome {
  const named = environment['SFSC_HOME'];
  const folder = named === undefined || named === '' ? join(homedir(), '.sfsc') : named;
  return {
    stateFolder: join(folder, 'state'),
    key: { text: environment['SFSC_KEY'], file: join(folder, 'key') },
  };
}
