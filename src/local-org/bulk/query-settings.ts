import { z } from 'zod';
import { ApiError } from '../server/api-error.ts';
import { csvSettings } from './ingest-settings.ts';
import type { QuerySettings } from './query-job.ts';

const createSchema = z.strictObject({
  operation: z.enum(['query', 'queryAll']),
  query: z.string().min(1),
  ...csvSettings,
});

/** @throws ApiError 400 `JSON_PARSER_ERROR`. */
export function parseQuerySettings(json: unknown): Omit<QuerySettings, 'object'> {
  const parsed = createSchema.safeParse(json);
  if (!parsed.success) throw new ApiError(400, 'JSON_PARSER_ERROR', z.prettifyError(parsed.error));
  const { contentType: _, ...settings } = parsed.data;
  return settings;
}
