import { z } from 'zod';
import type { InputFields } from '../records/org-database.ts';
import { ApiError } from '../server/api-error.ts';
import { parseJsonInput, type JsonInput } from './input-fields.ts';

/** Largest number of records in one call, and of runs of one type among them. */
const maxRecords = 200;
const maxTypeRuns = 10;

const bodySchema = z.looseObject({ allOrNone: z.boolean().default(false), records: z.array(z.unknown()) });

/** The body of a Collections call. */
export interface Collection {
  readonly allOrNone: boolean;
  readonly records: readonly TypedInput[];
}

/** A record that says its type. */
export interface TypedInput {
  readonly type: string;
  readonly fields: InputFields;
}

/**
 * Reads the body of a Collections call; `onlyType` for upserts, which take one type.
 * @throws ApiError 400 for what refuses the call as a whole: shape, `EXCEEDED_ID_LIMIT`, `LIMIT_EXCEEDED`, types.
 */
export function parseCollection(json: unknown, onlyType?: string): Collection {
  const body = bodySchema.safeParse(json);
  if (!body.success) {
    throw new ApiError(400, 'JSON_PARSER_ERROR', 'The body must be {"allOrNone": boolean, "records": [...]}');
  }
  refuseTooMany(body.data.records.length);
  const records = body.data.records.map((record) => typed(parseJsonInput(record)));
  refuseTooManyRuns(records);
  if (onlyType !== undefined && records.some(({ type }) => !isSame(type, onlyType))) {
    throw new ApiError(400, 'INVALID_TYPE', `All records of this call must be of type ${onlyType}`);
  }
  return { allOrNone: body.data.allOrNone, records };
}

/** @throws ApiError 400 `EXCEEDED_ID_LIMIT` beyond 200 records. */
export function refuseTooMany(count: number): void {
  if (count <= maxRecords) return;
  throw new ApiError(
    400,
    'EXCEEDED_ID_LIMIT',
    `record limit reached. cannot submit more than ${maxRecords} records into this call`,
  );
}

function refuseTooManyRuns(records: readonly TypedInput[]): void {
  const runs = records.filter(({ type }, index) => !isSame(type, records[index - 1]?.type));
  if (runs.length > maxTypeRuns) {
    throw new ApiError(
      400,
      'LIMIT_EXCEEDED',
      `A call can hold at most ${maxTypeRuns} chunks of record types.`,
    );
  }
}

function typed({ type, fields }: JsonInput): TypedInput {
  if (type !== undefined) return { type, fields };
  throw new ApiError(400, 'INVALID_INPUT', 'Include an sObject type in the attributes of every record');
}

function isSame(type: string, other: string | undefined): boolean {
  return type.toLowerCase() === other?.toLowerCase();
}
