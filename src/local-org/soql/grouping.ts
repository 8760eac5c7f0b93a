import type { GroupByClause } from '@jetstreamapp/soql-parser-js';
import type { FieldDescribe } from '../catalogue/catalogue.ts';
import { completeField } from '../catalogue/field-shape.ts';
import type { Operand } from './comparison.ts';
import { dateFunction } from './date-function.ts';
import { functionName, wrongCall, type FunctionCall } from './function-call.ts';
import { invalidField } from './path-refusals.ts';
import type { QueryScope } from './query-scope.ts';

/** Most fields in ROLLUP and CUBE. */
const MAX_SUBTOTALS = 3;

/** One thing that is grouped by: as it is in a record, and as it is in a group, null on rows of subtotals. */
interface Term {
  readonly ungrouped: string;
  readonly operand: Operand;
  /** SQL that is 1 on the rows of subtotals over this term. */
  readonly isSubtotal: string | undefined;
}

/**
 * What GROUP BY says. ROLLUP and CUBE join each record to the sets of fields that it counts in: a set is a number
 * with one bit for each field that is summed over.
 */
export class Grouping {
  readonly #terms: readonly Term[];
  readonly #sets: readonly number[];

  /** @throws {@link SoqlError} for fields that cannot be grouped, `MALFORMED_QUERY` for wrong subtotals. */
  constructor(scope: QueryScope, clause: GroupByClause | GroupByClause[] | undefined) {
    const clauses = clause === undefined ? [] : Array.isArray(clause) ? clause : [clause];
    const subtotals = clauses.flatMap((entry) => ('fn' in entry && isSubtotals(entry.fn) ? [entry.fn] : []));
    const [call, ...more] = subtotals;
    if (call === undefined) {
      const operands = clauses.map((entry) =>
        'fn' in entry ? groupableCall(scope, entry.fn) : groupableField(scope, entry.field),
      );
      this.#terms = operands.map((operand) => ({ ungrouped: operand.sql, operand, isSubtotal: undefined }));
      this.#sets = [];
      return;
    }
    if (more.length > 0 || clauses.length > 1)
      throw wrongCall(scope, call, `${functionName(call)} cannot be used with other GROUP BY fields`);
    const fields = (call.parameters ?? []).filter((field) => typeof field === 'string');
    if (fields.length > MAX_SUBTOTALS)
      throw wrongCall(scope, call, `${functionName(call)} takes at most ${MAX_SUBTOTALS} fields`);
    this.#terms = fields.map((field, i) => subtotalTerm(groupableField(scope, field), 1 << i));
    this.#sets = functionName(call) === 'CUBE' ? cubeSets(fields.length) : rollupSets(fields.length);
  }

  get isEmpty(): boolean {
    return this.#terms.length === 0;
  }

  /** What is joined to FROM. */
  joinSql(): string {
    if (this.#sets.length === 0) return '';
    const rows = this.#sets.map((set) => `SELECT ${set} AS "set"`).join(' UNION ALL ');
    return ` CROSS JOIN (${rows}) AS "sets"`;
  }

  /** The GROUP BY clause, or ''. */
  groupBySql(): string {
    const terms = this.#terms.map(({ operand }) => operand.sql);
    if (this.#sets.length > 0) terms.unshift('"sets"."set"');
    return terms.length === 0 ? '' : ` GROUP BY ${terms.join(', ')}`;
  }

  /** The order of a query that names none: subtotals after what they sum up. */
  orderBySql(): string {
    if (this.#sets.length === 0) return '';
    const terms = this.#terms.flatMap(({ operand, isSubtotal }) => [isSubtotal ?? '0', operand.sql]);
    return ` ORDER BY ${terms.join(', ')}`;
  }

  /** A field or date function as it is in a group; `undefined` when it is not grouped. */
  grouped(ungrouped: string): Operand | undefined {
    return this.#terms.find((term) => term.ungrouped === ungrouped)?.operand;
  }

  /** `GROUPING(field)`; `undefined` when the field is not in ROLLUP or CUBE. */
  subtotalFlag(ungrouped: string): Operand | undefined {
    const sql = this.#terms.find((term) => term.ungrouped === ungrouped)?.isSubtotal;
    return sql === undefined ? undefined : { sql, field: completeField({ name: 'grouping', type: 'int' }) };
  }
}

function isSubtotals(call: FunctionCall): boolean {
  return functionName(call) === 'ROLLUP' || functionName(call) === 'CUBE';
}

function subtotalTerm(operand: Operand, bit: number): Term {
  const isSubtotal = `(("sets"."set" & ${bit}) <> 0)`;
  const value = `CASE WHEN ${isSubtotal} THEN NULL ELSE ${operand.sql} END`;
  const sql = foldsCase(operand.field) ? `(${value}) COLLATE NOCASE` : `(${value})`;
  return { ungrouped: operand.sql, operand: { sql, field: operand.field }, isSubtotal };
}

/** Whether the column of the field compares without case; a CASE around it forgets that. */
function foldsCase({ type, unique, caseSensitive }: FieldDescribe): boolean {
  const isExact = ['boolean', 'int', 'id', 'reference', 'date', 'datetime', 'double'].includes(type);
  return !isExact && !(unique && caseSensitive);
}

/** Nothing, the last field, the last two, … */
function rollupSets(fields: number): number[] {
  const all = (1 << fields) - 1;
  return Array.from({ length: fields + 1 }, (_, summed) => all & ~((1 << (fields - summed)) - 1));
}

function cubeSets(fields: number): number[] {
  return Array.from({ length: 1 << fields }, (_, set) => set);
}

function groupableCall(scope: QueryScope, call: FunctionCall): Operand {
  const operand = dateFunction(scope, call, (written) => scope.resolve(written));
  if (operand !== undefined) return operand;
  throw wrongCall(scope, call, `${call.functionName ?? ''}() cannot be used in GROUP BY`);
}

function groupableField(scope: QueryScope, written: string): Operand {
  const { field, sql } = scope.resolve(written);
  if (field.groupable) return { field, sql };
  const message = `field '${field.name}' can not be grouped in a query call`;
  throw invalidField(scope.context.text, written, message);
}
