import { z } from 'zod';
import type { Catalogue, SObject } from '../catalogue/catalogue.ts';
import { ApiError } from '../server/api-error.ts';
import type { ColumnDelimiter, LineEnding } from './csv-dialect.ts';
import { ingestOperations, type IngestSettings } from './ingest-job.ts';
import { notSupportedByBulk, requireBulkSupport } from './unsupported-objects.ts';

/** The keys about CSV that both kinds of jobs take. */
export const csvSettings = {
  contentType: z.literal('CSV').default('CSV'),
  columnDelimiter: z
    .enum(['BACKQUOTE', 'CARET', 'COMMA', 'PIPE', 'SEMICOLON', 'TAB'] satisfies ColumnDelimiter[])
    .default('COMMA'),
  lineEnding: z.enum(['LF', 'CRLF'] satisfies LineEnding[]).default('LF'),
};

const createSchema = z.strictObject({
  object: z.string(),
  operation: z.enum(ingestOperations),
  externalIdFieldName: z.string().optional(),
  assignmentRuleId: z.string().optional(),
  ...csvSettings,
});

/** @throws ApiError 400 `JSON_PARSER_ERROR`, `INVALIDENTITY` or `INVALIDJOB`. */
export function parseIngestSettings(catalogue: Catalogue, json: unknown): IngestSettings {
  const parsed = createSchema.safeParse(json);
  if (!parsed.success) throw new ApiError(400, 'JSON_PARSER_ERROR', z.prettifyError(parsed.error));
  const { contentType: _, externalIdFieldName, assignmentRuleId, ...rest } = parsed.data;
  const object = catalogue.find(rest.object);
  if (object === undefined) {
    throw notSupportedByBulk(rest.object);
  }
  requireBulkSupport(object.name);
  return {
    ...rest,
    object: object.name,
    ...(rest.operation === 'upsert'
      ? { externalIdFieldName: externalIdOf(object, externalIdFieldName) }
      : {}),
    ...(assignmentRuleId === undefined ? {} : { assignmentRuleId }),
  };
}

function externalIdOf(object: SObject, name: string | undefined): string {
  if (name === undefined || name === '') {
    throw new ApiError(
      400,
      'INVALIDJOB',
      `External ID was blank for ${object.name}. An External ID must be specified for upsert.`,
    );
  }
  const field = object.field(name);
  if (field !== undefined && (field.name === 'Id' || field.externalId || field.idLookup)) return field.name;
  throw new ApiError(
    400,
    'INVALIDJOB',
    `Field name provided, ${name} does not match an External ID, Salesforce Id, or indexed field for ${object.name}`,
  );
}
