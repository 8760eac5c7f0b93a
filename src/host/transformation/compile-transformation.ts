import { ConnectorError } from '../../errors/connector-error.ts';
import type { Row, RowValue } from '../../contract/row.ts';
import type { ColumnRule, TransformationFile } from './transformation-file.ts';
import { cutText } from './cut-text.ts';

/** One run of a transformation, row by row; `undefined` when the row does not go on. Use a fresh one per run. */
export type RowTransformation = (row: Row) => Row | undefined;

type CompiledRule = (row: Row) => RowValue;

/**
 * Compiles a declared transformation. Streaming: nothing is kept between rows, except for `distinctBy` the keys seen
 * so far, so that memory grows with the number of distinct keys and with nothing else.
 *
 * @param columns the columns of the source, where they are known beforehand; otherwise those of the first row count
 * @throws ConnectorError `unknown-column` naming the transformation and the known columns; at once when `columns` is
 *   given, else from the first row on
 */
export function compileTransformation(
  transformation: TransformationFile,
  columns?: readonly string[],
): RowTransformation {
  const rules = Object.entries(transformation.columns).map(
    ([name, rule]) => [name, compileRule(rule)] as const,
  );
  const { distinctBy } = transformation;
  const seen = new Set<RowValue>();
  let checked = columns !== undefined;
  if (columns !== undefined) requireColumns(transformation, columns);

  return (row) => {
    if (!checked) requireColumns(transformation, Object.keys(row));
    checked = true;
    if (distinctBy !== undefined) {
      const key = row[distinctBy] ?? null;
      if (seen.has(key)) return undefined;
      seen.add(key);
    }
    return Object.fromEntries(rules.map(([name, rule]) => [name, rule(row)]));
  };
}

function compileRule(rule: ColumnRule): CompiledRule {
  if (typeof rule === 'string') return (row) => row[rule] ?? null;
  if ('value' in rule) return () => rule.value;
  const { from, trim, maxLength, default: fallback } = rule;
  const tidy = (value: RowValue): RowValue => (trim && typeof value === 'string' ? value.trim() : value);
  const instead: CompiledRule =
    typeof fallback === 'object' ? (row) => tidy(row[fallback.from] ?? null) : () => fallback ?? '';
  return (row) => {
    let value = tidy(row[from] ?? null);
    if (fallback !== undefined && (value === null || value === '')) value = instead(row);
    return maxLength !== undefined && typeof value === 'string' ? cutText(value, maxLength) : value;
  };
}

function requireColumns({ name, distinctBy, columns }: TransformationFile, known: readonly string[]): void {
  const used = new Set(distinctBy === undefined ? [] : [distinctBy]);
  for (const rule of Object.values(columns)) {
    if (typeof rule === 'string') used.add(rule);
    else if ('from' in rule) {
      used.add(rule.from);
      if (typeof rule.default === 'object') used.add(rule.default.from);
    }
  }
  const unknown = [...used].filter((column) => !known.includes(column));
  if (unknown.length === 0) return;
  throw new ConnectorError(
    'unknown-column',
    `transformations/${name}.json reads ${unknown.join(', ')}; the source has ${known.join(', ')}.`,
    {
      details: { transformation: name, unknown, known },
      nextSteps: ['Correct the column names in the transformation, or in the source.'],
    },
  );
}
