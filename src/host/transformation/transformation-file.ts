import { z } from 'zod';
import { nameRule } from '../project/name-rule.ts';

const fallback = z.union([z.string(), z.strictObject({ from: z.string().min(1) })]);

const column = z.union([
  z.string().min(1),
  z.strictObject({ value: z.union([z.string(), z.number(), z.boolean(), z.null()]) }),
  z.strictObject({
    /** Column of the source. */
    from: z.string().min(1),
    /** Text, or another column of the source, for rows whose value is empty. */
    default: fallback.optional(),
    /** Whether white space around text is dropped, before `default` and `maxLength`. Default false. */
    trim: z.boolean().default(false),
    /** Longest text in UTF-16 units; what is over is cut off, never in the middle of a character. Default: no limit. */
    maxLength: z.int().positive().optional(),
  }),
]);

/** `transformations/NAME.json`: what each column of the target is made of. */
export const transformationFile = z.strictObject({
  name: nameRule,
  description: z.string().optional(),
  /** Column of the source: of rows that agree in it, only the first goes on. Default: all rows go on. */
  distinctBy: z.string().min(1).optional(),
  columns: z.record(z.string().min(1), column).refine((columns) => Object.keys(columns).length > 0, {
    message: 'A transformation needs at least one column.',
  }),
});

/** What `transformations/NAME.json` holds after parsing. */
export type TransformationFile = z.output<typeof transformationFile>;

/** What makes one column of the target. */
export type ColumnRule = z.output<typeof column>;
