import { z } from 'zod';

const scalar = z.union([z.string(), z.number(), z.boolean()]);

/** One variable of `project.json`. At most one of `value` and `env`; `default` steps in when there is no value. */
export const variableDefinition = z
  .strictObject({
    /** Used unless the caller of a run sets the variable. */
    value: scalar.optional(),
    /** Name of an environment variable that holds the value; such a variable is always secret. */
    env: z.string().min(1).optional(),
    /** Used when nothing else gives a value. */
    default: scalar.optional(),
    /** Whether the value is kept out of everything we print. Default false. */
    secret: z.boolean().default(false),
    description: z.string().optional(),
  })
  .refine(({ value, env }) => value === undefined || env === undefined, {
    message: 'Give `value` or `env`, not both.',
  });

/** What a variable of `project.json` is after parsing. */
export type VariableDefinition = z.output<typeof variableDefinition>;

/** A value of a variable. Text everywhere except where JSON gave a number or a boolean. */
export type VariableValue = z.output<typeof scalar>;
