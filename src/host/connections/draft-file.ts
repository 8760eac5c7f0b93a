import { z } from 'zod';
import { nameRule } from '../project/name-rule.ts';

/** Where drafts are, below the project folder. */
export const draftsFolder = '.sfsc/drafts';

/** One file of `.sfsc/drafts/`: what a draft changes, not a copy of what is saved. */
export const draftFile = z.strictObject({
  name: nameRule,
  type: z.string(),
  /** Values by path, in the order in which they were set; `null` takes a field out. Secrets are encrypted. */
  set: z.record(z.string(), z.unknown()).default({}),
  /** Signatures by path of the secrets that were entered; see {@link enteredMark}. */
  entered: z.record(z.string(), z.string()).default({}),
});

/** A draft, as kept. */
export type Draft = Readonly<z.output<typeof draftFile>>;
