import { z } from 'zod';
import { faultRule } from '../../../src/local-org/faults/fault-rule.ts';
import matrixFile from './retry-matrix.json' with { type: 'json' };

/** The columns of the matrix. */
export const callClasses = ['idempotent', 'poll', 'upload', 'create'] as const;
export type MatrixCall = (typeof callClasses)[number];

/** How long a fault lasts: for the first attempt, or for all of them. */
export const durations = ['once', 'always'] as const;
export type Duration = (typeof durations)[number];

const expected = z.strictObject({
  /** `ok`, or the code that the caller gets; `CODE` is the one that the fault names. */
  outcome: z.string(),
  /** Requests that reach the org. */
  attempts: z.int().positive(),
  /** The first one included. */
  logins: z.int().positive(),
  /** Records made or uploads taken, as a look into the org shows afterwards. */
  stored: z.int().optional(),
  /** Milliseconds of each wait, where they follow from the fault. */
  sleeps: z.array(z.number()).optional(),
});

const byCalls = z.record(
  z.string().transform((calls, context) => {
    const parsed = z.array(z.enum(callClasses)).safeParse(calls.split(', '));
    if (!parsed.success) context.addIssue({ code: 'custom', message: `${calls} are no calls` });
    return calls;
  }),
  expected,
);

const matrix = z.strictObject({
  /** What faults mean to a call; faults of one meaning are answered in one way. */
  meanings: z.record(
    z.string(),
    z.strictObject({ title: z.string(), once: byCalls.optional(), always: byCalls.optional() }),
  ),
  faults: z.array(
    z.strictObject({
      name: z.string(),
      means: z.string(),
      /** Action of a fault script of the local org, or its end. */
      do: z.union([z.literal('close'), faultRule.shape.do]),
      code: z.string().optional(),
      /** Whether the org has done the work, although nobody heard of it. */
      isDone: z.boolean().optional(),
      /** The calls that the fault can meet; default all. */
      calls: z.array(z.enum(callClasses)).optional(),
      /** Fields of the connection that make the fault a quick one. */
      config: z.record(z.string(), z.unknown()).optional(),
    }),
  ),
});

export type Matrix = z.output<typeof matrix>;
export type Expected = z.output<typeof expected>;

/** The data file, checked. */
export const retryMatrix: Matrix = matrix.parse(matrixFile);

/** What a meaning says of a call; `undefined` where it says nothing. */
export function expectedOf(
  meaning: Matrix['meanings'][string],
  duration: Duration,
  call: MatrixCall,
): Expected | undefined {
  const entry = Object.entries(meaning[duration] ?? {}).find(([calls]) => calls.split(', ').includes(call));
  return entry?.[1];
}
