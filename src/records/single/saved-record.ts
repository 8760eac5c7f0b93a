import { z } from 'zod';
import type { SavedRecord } from '../../connection/record-calls.ts';
import type { RestAnswer } from '../../connection/rest/rest-client.ts';
import { ConnectorError } from '../../errors/connector-error.ts';

const saved = z.object({ id: z.string(), created: z.boolean().optional() });

/** Reads the answer of a call that saved one record. Without a body (204, up to API 45.0) the record was changed. */
export function savedRecord({ status, body }: RestAnswer): { id: string | undefined; created: boolean } {
  if (body === undefined) return { id: undefined, created: false };
  const parsed = saved.safeParse(body);
  if (!parsed.success) {
    throw new ConnectorError('unexpected-response', 'The org saved a record and did not say which.', {
      cause: parsed.error,
    });
  }
  return { id: parsed.data.id, created: parsed.data.created ?? status === 201 };
}

/** As {@link savedRecord}, for calls whose answer always names the record. */
export function newRecord(answer: RestAnswer): SavedRecord {
  const { id } = savedRecord(answer);
  if (id !== undefined) return { id, created: true };
  throw new ConnectorError('unexpected-response', 'The org saved a record and did not say which.');
}
