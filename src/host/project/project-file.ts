import { z } from 'zod';
import { variableDefinition } from '../variables/variable-definition.ts';

/** `project.json`: the project's name and the variables that its other files use. */
export const projectFile = z.strictObject({
  name: z.string().min(1, 'A project needs a name.'),
  description: z.string().optional(),
  variables: z
    .record(
      z.string().regex(/^[A-Za-z0-9_.]+$/, 'Variable names hold A-Z, a-z, 0-9, _ and . only.'),
      variableDefinition,
    )
    .default({}),
});
