import { z } from 'zod';
import { ConnectorError } from '../errors/connector-error.ts';

const collectionResult = z.object({
  id: z.string().nullish(),
  success: z.boolean(),
  created: z.boolean().optional(),
  errors: z
    .array(z.object({ statusCode: z.string(), message: z.string(), fields: z.array(z.string()).default([]) }))
    .default([]),
});

const collectionResults = z.array(collectionResult);

/** What sObject Collections says of one record. */
export type CollectionResult = z.infer<typeof collectionResult>;

/**
 * Reads the answer to a batch: one result for each record, in the same order.
 *
 * @throws ConnectorError `unexpected-response` when it is anything else; nobody can then say whose results they are
 */
export function parseCollectionResults(body: unknown, recordCount: number): readonly CollectionResult[] {
  const results = collectionResults.safeParse(body);
  if (results.success && results.data.length === recordCount) return results.data;
  throw new ConnectorError('unexpected-response', 'The org did not answer with one result for each record.', {
    cause: results.error,
    details: { records: recordCount },
  });
}
