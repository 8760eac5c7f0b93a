import { z } from 'zod';
import { variableDefinition } from '../variables/variable-definition.ts';

/** `project.json`: the project's name, the variables that its other files use, and its policies. */
export const projectFile = z.strictObject({
  name: z.string().min(1, 'A project needs a name.'),
  description: z.string().optional(),
  variables: z
    .record(
      z.string().regex(/^[A-Za-z0-9_.]+$/, 'Variable names hold A-Z, a-z, 0-9, _ and . only.'),
      variableDefinition,
    )
    .default({}),
  policies: z
    .strictObject({
      /** Whether secrets are bound to the host and user that they were entered for. Default false: a warning. */
      reauthenticateOnChange: z.boolean().default(false),
    })
    .default({ reauthenticateOnChange: false }),
});

/** What holds for everybody who works on a project. */
export type ProjectPolicies = Readonly<z.output<typeof projectFile>['policies']>;
