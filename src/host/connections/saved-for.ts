import { z } from 'zod';

/** Written into a connection file by a save: whom its secrets were entered for. */
export const savedForShape = z.strictObject({
  /** The identity fields as written, by path; defaults filled in. */
  typed: z.record(z.string(), z.unknown()),
  /** What the connector made of them, variables replaced. */
  resolved: z.strictObject({
    host: z.string(),
    user: z.string(),
    trust: z.string().optional(),
    /** Fingerprints, by path, of what came through variables. */
    variables: z.record(z.string(), z.string()).optional(),
  }),
  /** Signature of connection type, name, both, and the secret fields as they stand in the file; absent when it was saved without a key. */
  seal: z.string().optional(),
});

/** Whom the secrets of a saved connection were entered for. */
export type SavedFor = Readonly<z.output<typeof savedForShape>>;
