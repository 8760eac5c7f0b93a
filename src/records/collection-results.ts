import { z } from 'zod';
import { ConnectorError } from '../errors/connector-error.ts';

const refusal = z.object({
  statusCode: z.string(),
  message: z.string(),
  fields: z.array(z.string()).default([]),
});

const refusals = z.array(refusal);

/** What sObject Collections says of one record. */
export interface CollectionResult {
  readonly id?: string | undefined;
  readonly success: boolean;
  readonly created?: boolean | undefined;
  readonly errors: readonly z.infer<typeof refusal>[];
}

/**
 * Reads the answer to a batch: one result for each record, in the same order.
 *
 * @throws ConnectorError `unexpected-response` when it is anything else; nobody can then say whose results they are
 */
export function parseCollectionResults(body: unknown, recordCount: number): readonly CollectionResult[] {
  if (Array.isArray(body) && body.length === recordCount) {
    const results = body.map(parseResult);
    if (results.every((result) => result !== undefined)) return results;
  }
  throw new ConnectorError('unexpected-response', 'The org did not answer with one result for each record.', {
    details: { records: recordCount },
  });
}

const noErrors: readonly never[] = [];

/** By hand: a schema would cost as much as sending the records did. */
function parseResult(item: unknown): CollectionResult | undefined {
  if (typeof item !== 'object' || item === null) return undefined;
  const { id, success, created, errors } = item as Readonly<Record<string, unknown>>;
  if (typeof success !== 'boolean') return undefined;
  const told = errors === undefined || (Array.isArray(errors) && errors.length === 0) ? noErrors : errors;
  const parsed = told === noErrors ? { success: true as const, data: noErrors } : refusals.safeParse(told);
  if (!parsed.success) return undefined;
  return {
    id: typeof id === 'string' ? id : undefined,
    success,
    created: typeof created === 'boolean' ? created : undefined,
    errors: parsed.data,
  };
}
