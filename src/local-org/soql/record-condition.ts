import type { StatementSync } from 'node:sqlite';
import { SoqlError, type Actor } from '../records/org-database.ts';
import type { RecordStore } from '../records/record-store.ts';
import type { SqlValue } from '../records/column.ts';
import { newContext } from './compile-query.ts';
import { fromObject } from './from-object.ts';
import { filterFunction } from './filter-function.ts';
import { parseSoql } from './parse-soql.ts';
import { QueryScope } from './query-scope.ts';
import { maskStrings } from './soql-text.ts';
import { whereSql } from './where-clause.ts';

/** Literals whose meaning changes with the time, and functions whose meaning changes with the settings of the user. */
const relativeDate =
  /\b(?:TODAY|YESTERDAY|TOMORROW|(?:LAST|NEXT|THIS)_\w+|N_\w+_AGO|convertTimezone|FISCAL_\w+)\b/i;

interface Compiled {
  readonly statement: StatementSync;
  readonly parameters: Readonly<Record<string, SqlValue>>;
  /** Parameter of the record's id. */
  readonly idName: string;
  readonly actorId: string;
  readonly compiledAt: number;
}

/** The condition of a WHERE clause, asked of one record after another. Compiled once. */
export class RecordCondition {
  readonly #object: string;
  readonly #condition: string;
  readonly #isRelative: boolean;
  #compiled: Compiled | undefined;

  /** @param condition what stands behind WHERE, e.g. `Priority = 'High' AND Account.Name = null`. */
  constructor(object: string, condition: string) {
    this.#object = object;
    this.#condition = condition;
    this.#isRelative = relativeDate.test(maskStrings(condition));
  }

  /** Whether the live record fulfils the condition, as it stands in its table now. */
  holds(store: RecordStore, id: string, actor: Actor): boolean {
    const { statement, parameters, idName } = this.#current(store, actor);
    return statement.get({ ...parameters, [idName]: id }) !== undefined;
  }

  /**
   * Compiles the condition without asking anything.
   * @throws {@link SoqlError} for everything that a query with it would be refused for.
   */
  check(store: RecordStore, actor: Actor): void {
    this.#current(store, actor);
  }

  #current(store: RecordStore, actor: Actor): Compiled {
    const known = this.#compiled;
    const isCurrent =
      known?.actorId === actor.userId && (!this.#isRelative || known.compiledAt === store.now());
    if (known !== undefined && isCurrent) return known;
    return (this.#compiled = this.#compile(store, actor));
  }

  #compile(store: RecordStore, actor: Actor): Compiled {
    const parsed = parseSoql(`SELECT Id FROM ${this.#object} WHERE ${this.#condition}`);
    const { query } = parsed;
    if (query.limit !== undefined || query.orderBy !== undefined || query.groupBy !== undefined) {
      throw new SoqlError('MALFORMED_QUERY', 'a condition ends before ORDER BY, GROUP BY and LIMIT');
    }
    const context = newContext(store, parsed, { actor, includeDeleted: false, dialect: 'rest' });
    const scope = new QueryScope(context, fromObject(context, this.#object));
    const parameter = context.bindings.bind(null);
    const where = whereSql(scope, query, filterFunction, `${scope.root.idSql} = ${parameter}`);
    return {
      statement: store.tables.prepare(`SELECT 1 FROM ${scope.fromSql()}${where}`),
      parameters: context.bindings.values,
      idName: parameter.slice(1),
      actorId: actor.userId,
      compiledAt: store.now(),
    };
  }
}
