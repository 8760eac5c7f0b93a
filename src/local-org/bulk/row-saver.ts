import type { SObject } from '../catalogue/catalogue.ts';
import type { Actor, OrgDatabase, SaveResult } from '../records/org-database.ts';
import { numberOfRecordId } from '../records/record-id.ts';
import { fieldOf } from '../rest/input-fields.ts';
import { twinRefusals } from '../records/twin-refusals.ts';
import type { CsvRecord } from './csv-parser.ts';
import type { IngestSettings } from './ingest-job.ts';
import { HeaderRefusal, nullCell, type RowColumns } from './row-columns.ts';
import { wrongCell } from './wrong-cell.ts';

/** What saving the rows of a job takes. */
export interface RowSaverParts {
  readonly database: OrgDatabase;
  readonly object: SObject;
  readonly settings: IngestSettings;
  readonly header: readonly string[];
  readonly columns: RowColumns;
  readonly actor: Actor;
  /** Number of the object's newest record when the job began. */
  readonly newestBefore: number;
}

/** Saves the rows of one chunk; results are in the order of the rows. Called within a transaction. */
export type ChunkSaver = (rows: readonly CsvRecord[]) => readonly SaveResult[];

/**
 * How the job's operation saves its rows.
 * @throws HeaderRefusal when a delete has more columns than `Id`.
 */
export function chunkSaver(parts: RowSaverParts): ChunkSaver {
  const save = rowSaver(parts);
  const { object, header } = parts;
  const wrong = wrongCell(object, header);
  const isParentNew = newParents(parts);
  return (rows) => {
    const twins = twinsAmong(parts, rows);
    return rows.map(
      (row, index) =>
        unreadable(row, header.length) ?? wrong(row) ?? twins.get(index) ?? isParentNew(row) ?? save(row),
    );
  };
}

function rowSaver(parts: RowSaverParts): (row: CsvRecord) => SaveResult {
  const { database, object, settings, columns, actor } = parts;
  const { assignmentRuleId } = settings;
  const options = assignmentRuleId === undefined ? {} : { assignment: { ruleId: assignmentRuleId } };
  const idIndex = parts.header.findIndex((name) => name.toLowerCase() === 'id');
  const idOf = ({ cells }: CsvRecord): string => cells[idIndex] ?? '';
  switch (settings.operation) {
    case 'insert':
      return (row) => database.insert(object.name, columns.fieldsOf(row.cells), actor, options);
    case 'update':
      return (row) => {
        const id = idOf(row);
        if (id === '') return refusal('MISSING_ARGUMENT', 'Id not specified in an update call');
        const { Id: _, ...fields } = columns.fieldsOf(row.cells);
        return database.update(object.name, id, fields, actor, options);
      };
    case 'upsert':
      return (row) =>
        database.upsert(
          object.name,
          settings.externalIdFieldName ?? 'Id',
          columns.fieldsOf(row.cells),
          actor,
          options,
        );
    case 'delete':
    case 'hardDelete': {
      if (parts.header.length > 1) {
        throw new HeaderRefusal(`InvalidBatch : A ${settings.operation} takes the Id column only`);
      }
      const remove = settings.operation === 'delete' ? 'delete' : 'hardDelete';
      return (row) => {
        const id = idOf(row);
        if (id !== '' && !id.startsWith(object.keyPrefix)) {
          return refusal('MALFORMED_ID', `${object.name} ID: id value of incorrect type: ${id}`, ['Id']);
        }
        return database[remove](id, actor);
      };
    }
  }
}

function twinsAmong(
  { settings, columns }: RowSaverParts,
  rows: readonly CsvRecord[],
): ReadonlyMap<number, SaveResult> {
  const { operation, externalIdFieldName } = settings;
  if (operation !== 'upsert' || externalIdFieldName === undefined) return new Map();
  return twinRefusals(rows.map(({ cells }) => fieldOf(columns.fieldsOf(cells), externalIdFieldName)));
}

/** Rows of one file never find each other: a parent that was made after the job began is none yet. */
function newParents({ database, object, columns, actor, newestBefore }: RowSaverParts): RowCheck {
  const { ownParents } = columns;
  return ({ cells }) => {
    for (const { index, externalIdField } of ownParents) {
      const cell = cells[index] ?? '';
      if (cell === '' || cell === nullCell) continue;
      const where = `${externalIdField} = '${cell.replace(/[\\']/g, '\\$&')}'`;
      const query = database.query(`SELECT Id FROM ${object.name} WHERE ${where} LIMIT 1`, {
        actor,
        includeDeleted: false,
        dialect: 'rest',
      });
      const [found] = query.rows();
      const id = found?.[0];
      if (id === undefined || numberOfRecordId(id) <= newestBefore) continue;
      return refusal(
        'INVALID_FIELD',
        `Foreign key external ID: ${cell} not found for field ${externalIdField} in entity ${object.name}`,
      );
    }
    return undefined;
  };
}

/** A refusal of the row, or nothing. */
type RowCheck = (row: CsvRecord) => SaveResult | undefined;

function unreadable({ cells, isMalformed }: CsvRecord, columnCount: number): SaveResult | undefined {
  if (isMalformed) return refusal('INVALID_ROW', unescapedQuote);
  if (cells.length > columnCount) {
    return refusal('INVALID_ROW', `The row has ${cells.length} columns, the header ${columnCount}`);
  }
  return undefined;
}

/** The words for a quote where none may stand. */
export const unescapedQuote =
  'Failed to parse CSV. Found unescaped quote. A value with quote should be within a quote';

function refusal(statusCode: string, message: string, fields: readonly string[] = []): SaveResult {
  return { success: false, errors: [{ statusCode, message, fields }] };
}
