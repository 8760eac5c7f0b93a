import type { FieldDescribe } from '../catalogue/catalogue.ts';
import type { SqlValue } from './column.ts';
import { applyObjectRules, wholeSeconds } from './object-rules.ts';
import type { Actor, InputFields } from './org-database.ts';
import { readInput } from './read-input.ts';
import type { RecordStore, Row } from './record-store.ts';
import { entityIsDeleted, invalidCrossReference, refuse, requiredMissing } from './save-error.ts';
import type { WritePlan } from './write-plan.ts';

/**
 * Creates a record and gives its id.
 * @throws {@link SaveRefusal} when Salesforce would refuse it.
 */
export function insertRecord(store: RecordStore, object: string, fields: InputFields, actor: Actor): string {
  const plan = store.plan(object);
  if (Object.keys(fields).some((key) => key.toLowerCase() === 'id')) throw idGiven();
  const row = readInput(store, plan, fields, 'insert');
  const missing = plan.required.filter((field) => row.get(field.name) === undefined);
  if (missing.length > 0) throw requiredMissing(missing.map((field) => field.name));
  const comment = takeComments(plan, row);
  const id = completeAndInsert(store, plan, row, actor);
  if (comment !== null) addComment(store, id, comment, actor);
  return id;
}

/** Fills what the caller left out (defaults, owner, audit fields, auto-numbers) and writes the row. */
export function completeAndInsert(store: RecordStore, plan: WritePlan, row: Row, actor: Actor): string {
  const { sobject } = plan;
  for (const [column, value] of plan.defaults) if (!row.has(column)) row.set(column, value);
  if (plan.hasOwner && row.get('OwnerId') === undefined) row.set('OwnerId', actor.userId);
  for (const field of plan.autoNumbers) row.set(field.name, store.newAutoNumber(sobject.name, field.name));
  applyObjectRules(store, sobject.name, row, (column) => row.get(column) ?? null);
  checkUnique(store, plan, row, undefined);
  const id = (row.get('Id') ?? store.newId(sobject)) as string;
  row.set('Id', id);
  stamp(store, plan, row, actor);
  if (plan.has('CreatedDate')) row.set('CreatedDate', wholeSeconds(store.now()));
  if (plan.has('CreatedById')) row.set('CreatedById', actor.userId);
  store.insertRow(sobject, row);
  return id;
}

/**
 * Changes a record.
 * @throws {@link SaveRefusal} when Salesforce would refuse it.
 */
export function updateRecord(
  store: RecordStore,
  object: string,
  id: string,
  fields: InputFields,
  actor: Actor,
): void {
  const plan = store.plan(object);
  if (store.catalogue.findByKeyPrefix(id.slice(0, 3))?.name !== plan.sobject.name) {
    throw refuse('MALFORMED_ID', `${plan.sobject.describe.label} ID: id value of incorrect type: ${id}`, [
      'Id',
    ]);
  }
  const state = store.state(plan.sobject, id);
  if (state === undefined) throw invalidCrossReference();
  if (state === 'deleted') throw entityIsDeleted(id);
  const row = readInput(store, plan, fields, 'update', 'id');
  const comment = takeComments(plan, row);
  let stored: Readonly<Record<string, SqlValue>> | undefined;
  applyObjectRules(store, plan.sobject.name, row, (column) => {
    if (row.has(column)) return row.get(column) ?? null;
    stored ??= store.row(plan.sobject, id) ?? {};
    return stored[column] ?? null;
  });
  checkUnique(store, plan, row, id);
  stamp(store, plan, row, actor);
  if (row.size > 0) store.updateRow(plan.sobject, id, row);
  if (comment !== null) addComment(store, id, comment, actor);
}

function stamp(store: RecordStore, plan: WritePlan, row: Row, actor: Actor): void {
  const now = wholeSeconds(store.now());
  if (plan.has('LastModifiedDate')) row.set('LastModifiedDate', now);
  if (plan.has('LastModifiedById')) row.set('LastModifiedById', actor.userId);
  if (plan.has('SystemModstamp')) row.set('SystemModstamp', now);
}

function checkUnique(store: RecordStore, plan: WritePlan, row: Row, own: string | undefined): void {
  for (const field of plan.unique) {
    const value = row.get(field.name);
    if (value === undefined || value === null) continue;
    const other = store.idsBy(plan.sobject, field.name, value, 2).find((id) => id !== own);
    if (other !== undefined) throw duplicateValue(field, other);
  }
}

function idGiven(): Error {
  return refuse('INVALID_FIELD_FOR_INSERT_UPDATE', 'cannot specify Id in an insert call', ['Id']);
}

function duplicateValue(field: FieldDescribe, other: string): Error {
  const message = `duplicate value found: ${field.name} duplicates value on record with id: ${other}`;
  return refuse('DUPLICATE_VALUE', message, [field.name]);
}

/** `Comments` of a case is a way to add a CaseComment; the case itself keeps nothing. */
function takeComments(plan: WritePlan, row: Row): string | null {
  if (plan.sobject.name !== 'Case' || !row.has('Comments')) return null;
  const comment = row.get('Comments');
  row.delete('Comments');
  return typeof comment === 'string' ? comment : null;
}

function addComment(store: RecordStore, parentId: string, body: string, actor: Actor): void {
  const row: Row = new Map<string, SqlValue>([
    ['ParentId', parentId],
    ['CommentBody', body],
  ]);
  completeAndInsert(store, store.plan('CaseComment'), row, actor);
}
