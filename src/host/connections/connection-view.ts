import type { SavedFor } from './saved-for.ts';

/** One entry of the list of connections. */
export interface ConnectionListing {
  readonly name: string;
  /** Token of the connector. */
  readonly type: string;
  /** Path below the project folder, `connections/production.json`; `undefined` for what was never saved. */
  readonly file: string | undefined;
  readonly hasDraft: boolean;
  /** What is wrong with a file that cannot be read; its name and type are guesses or empty then. */
  readonly problem?: string;
}

/** How a secret field is filled in. */
export interface SecretState {
  /** Such as `authentication.clientSecret`. */
  readonly path: string;
  /** `reference` is a variable or an environment variable, and nothing else. */
  readonly kept: 'reference' | 'encrypted' | 'clear-text' | 'empty';
  /** Whether it was entered in this draft, for the host and user that the draft has now. */
  readonly entered: boolean;
}

/** One connection for people: nothing in it is secret. */
export interface ConnectionView extends ConnectionListing {
  /** The fields as written, draft before saved; secrets other than references are `***`. */
  readonly fields: Readonly<Record<string, unknown>>;
  /** Those of `fields` that the schema marks as secret. */
  readonly secrets: readonly SecretState[];
  /** Paths that the draft changes. */
  readonly changed: readonly string[];
  /** For whom it was saved. */
  readonly savedFor?: SavedFor;
}
