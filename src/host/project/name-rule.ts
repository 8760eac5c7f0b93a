import { z } from 'zod';

/** Names of connections, activities and transformations: not empty, no `/`, no `:`, no space at either end. */
export const nameRule = z
  .string()
  .min(1, 'A name may not be empty.')
  .regex(/^[^/:]*$/, 'A name may not hold `/` or `:`.')
  .refine((name) => name.trim() === name, 'A name may not start or end with a space.');
