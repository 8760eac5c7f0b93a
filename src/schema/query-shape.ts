import type { FieldType, Query } from '@jetstreamapp/soql-parser-js';

/** One column of a query's rows. */
export interface QueryColumn {
  /** The name that the row uses: the path as typed, an alias, or `expr0` and so on for nameless aggregates. */
  readonly name: string;
  /** Names from the queried object to the field, e.g. `['Account', 'Owner', 'Name']`; empty for `COUNT()`. */
  readonly path: readonly string[];
  /** Where a REST record holds the value: the path, or the name alone for aliases and aggregate rows. */
  readonly location: readonly string[];
  /** The aggregate or other function around the field, in upper case. */
  readonly functionName?: string;
}

/** What a query returns, as far as its text tells. */
export interface QueryShape {
  /** As typed after FROM. */
  readonly object: string;
  /** `SELECT COUNT()`: no rows, only a number. */
  readonly isCount: boolean;
  /**
   * The columns in SELECT order. `undefined` when only the org knows them (FIELDS, TYPEOF).
   */
  readonly columns: readonly QueryColumn[] | undefined;
  readonly children: readonly { readonly relationshipName: string; readonly shape: QueryShape }[];
}

/**
 * Reads the SELECT list of a query. The org remains the judge of SOQL: a query that the parser does not understand
 * gives `undefined` here and is sent all the same.
 */
export async function parseQueryShape(soql: string): Promise<QueryShape | undefined> {
  // Loaded on use: the parser takes longer to load than most commands take to run.
  const { parseQuery } = await import('@jetstreamapp/soql-parser-js');
  try {
    return shapeOf(parseQuery(soql));
  } catch {
    // The parser lags behind SOQL in places; what it cannot read is not thereby wrong.
    return undefined;
  }
}

function shapeOf(query: Query): QueryShape {
  const fields = query.fields ?? [];
  const isCount = fields.some((field) => isFunction(field) && field.rawValue?.toUpperCase() === 'COUNT()');
  const ownNames = new Set([query.sObject, query.sObjectAlias].flatMap((name) => name?.toLowerCase() ?? []));
  const isAggregate =
    query.groupBy !== undefined || fields.some((field) => isFunction(field) && field.isAggregateFn === true);
  const columns: QueryColumn[] = [];
  const children: { relationshipName: string; shape: QueryShape }[] = [];
  let isOpen = false;
  let unnamed = 0;
  for (const field of fields) {
    if (field.type === 'FieldSubquery') {
      const { relationshipName } = field.subquery;
      const shape = shapeOf({ ...field.subquery, sObject: relationshipName });
      children.push({ relationshipName, shape });
    } else if (field.type === 'FieldTypeof') {
      isOpen = true;
    } else if (isFunction(field)) {
      if (field.functionName.toUpperCase() === 'FIELDS') isOpen = true;
      else columns.push(functionColumn(field, ownNames, () => `expr${unnamed++}`));
    } else {
      columns.push(fieldColumn(field, ownNames, isAggregate));
    }
  }
  return { object: query.sObject ?? '', isCount, columns: isOpen ? undefined : columns, children };
}

type FunctionField = Extract<FieldType, { type: 'FieldFunctionExpression' }>;
type PlainField = Extract<FieldType, { type: 'Field' | 'FieldRelationship' }>;

function isFunction(field: FieldType): field is FunctionField {
  return field.type === 'FieldFunctionExpression';
}

/** `FROM Case c` lets a path start with `c.` or `Case.`: neither is part of the column. */
function withoutOwnName(path: readonly string[], ownNames: ReadonlySet<string>): readonly string[] {
  const [first] = path;
  return path.length > 1 && first !== undefined && ownNames.has(first.toLowerCase()) ? path.slice(1) : path;
}

function fieldColumn(field: PlainField, ownNames: ReadonlySet<string>, isAggregate: boolean): QueryColumn {
  const typed = field.type === 'Field' ? [field.field] : [...field.relationships, field.field];
  const path = withoutOwnName(typed, ownNames);
  const alias = 'alias' in field ? field.alias : undefined;
  // An aggregate row is flat: a grouped parent field goes by its last name there.
  const flatName = alias ?? (isAggregate ? field.field : undefined);
  return { name: flatName ?? path.join('.'), path, location: flatName === undefined ? path : [flatName] };
}

function functionColumn(
  field: FunctionField,
  ownNames: ReadonlySet<string>,
  nextName: () => string,
): QueryColumn {
  const functionName = field.functionName.toUpperCase();
  const typed = innermostPath(field);
  const ownPath = typed === undefined ? undefined : withoutOwnName(typed, ownNames);
  const isNameless = field.isAggregateFn === true || ownPath === undefined;
  const flatName = field.alias ?? (isNameless ? nextName() : undefined);
  const path = ownPath ?? [];
  return {
    name: flatName ?? path.join('.'),
    path,
    location: flatName === undefined ? path : [flatName],
    functionName,
  };
}

function innermostPath(field: FunctionField): readonly string[] | undefined {
  const [parameter] = field.parameters;
  if (typeof parameter === 'string') return parameter.split('.');
  return parameter === undefined ? undefined : innermostPath(parameter);
}
