import type { FieldDescribe } from '../catalogue/catalogue.ts';
import type { ComparisonContext, Operand } from './comparison.ts';
import { invalidOperator, nullCompared } from './comparison-refusals.ts';
import { literalFor, unquote, type RawLiteral } from './literal.ts';

/** Whether texts of the field differ by case. */
export function heedsCase({ unique, caseSensitive }: FieldDescribe): boolean {
  return unique && caseSensitive;
}

/**
 * SQL of `field LIKE 'pattern'`.
 * @throws {@link SoqlError} for fields that hold no text, and for patterns that are none.
 */
export function likeSql(
  { field, sql }: Operand,
  raws: readonly RawLiteral[],
  context: ComparisonContext,
): string {
  const raw = raws[0] ?? { text: '', kind: undefined };
  if (NOT_TEXT.has(field.type)) throw invalidOperator(field);
  if (raw.kind !== 'STRING') {
    literalFor(field, raw, context);
    throw nullCompared(field);
  }
  const pattern = unquote(raw.text, true);
  const { bindings } = context;
  // SQLite's LIKE knows no case in ASCII; GLOB does.
  if (heedsCase(field)) return `${sql} GLOB ${bindings.bind(globOf(pattern))}`;
  const parameter = bindings.bind(pattern);
  const isAscii = /^[\0-\x7f]*$/.test(pattern);
  return isAscii
    ? `${sql} LIKE ${parameter} ESCAPE '\\'`
    : `soql_fold(${sql}) LIKE soql_fold(${parameter}) ESCAPE '\\'`;
}

/** The pattern as SQLite's GLOB takes it. */
function globOf(pattern: string): string {
  return pattern.replace(/\\(.)|[%_*?[]/gs, (found, escaped: string | undefined) => {
    if (found === '%') return '*';
    if (found === '_') return '?';
    const character = escaped ?? found;
    return /[*?[]/.test(character) ? `[${character}]` : character;
  });
}

const NOT_TEXT = new Set([
  'id',
  'reference',
  'boolean',
  'int',
  'double',
  'currency',
  'percent',
  'date',
  'datetime',
  'time',
]);
