import type { Actor, SaveOptions } from './org-database.ts';

/** Who saves a record, and how the headers of the call change the save. */
export interface Saving {
  readonly actor: Actor;
  readonly options: SaveOptions;
}
