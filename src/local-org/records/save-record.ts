import { checkHierarchy } from './check-hierarchy.ts';
import { addDerived, type RecordWrite } from './derived-columns.ts';
import { wholeSeconds } from './date-text.ts';
import type { InputFields } from './org-database.ts';
import { readInput } from './read-input.ts';
import type { RecordStore, Row } from './record-store.ts';
import {
  entityIsDeleted,
  invalidCrossReference,
  refuse,
  requiredMissing,
  SaveRefusal,
} from './save-error.ts';
import type { Saving } from './saving.ts';
import { checkUnique } from './unique-values.ts';
import type { WritePlan } from './write-plan.ts';

/**
 * Creates a record and gives its id.
 * @throws {@link SaveRefusal} when Salesforce would refuse it.
 */
export function insertRecord(
  store: RecordStore,
  object: string,
  fields: InputFields,
  saving: Saving,
): string {
  const plan = store.plan(object);
  if (!plan.sobject.describe.createable) throw notForOperation('inserted', plan.sobject.name);
  store.askFaults({ operation: 'insert', object: plan.sobject.name, id: undefined });
  if (Object.keys(fields).some((key) => key.toLowerCase() === 'id')) throw idGiven();
  const { row, problems } = readInput(store, plan, fields, { mode: 'insert', saving });
  const missing = plan.required.filter((field) => row.get(field.name) === undefined);
  const named = new Set(problems.flatMap((problem) => problem.fields));
  const unnamed = missing.map((field) => field.name).filter((name) => !named.has(name));
  if (unnamed.length > 0) problems.push(...requiredMissing(unnamed).errors);
  if (problems.length > 0) throw new SaveRefusal(problems);
  const write: RecordWrite = { plan, row, saving, id: undefined };
  plan.rules?.fillIn(store, write);
  const id = completeAndInsert(store, plan, row, saving);
  plan.rules?.review(store, write, id);
  return id;
}

/** Fills what the caller left out (defaults, owner, audit fields, auto-numbers) and writes the row. */
export function completeAndInsert(store: RecordStore, plan: WritePlan, row: Row, saving: Saving): string {
  const { sobject } = plan;
  for (const [column, value] of plan.defaults) if (!row.has(column)) row.set(column, value);
  if (plan.hasOwner && row.get('OwnerId') === undefined) row.set('OwnerId', saving.actor.userId);
  for (const field of plan.autoNumbers) row.set(field.name, store.newAutoNumber(sobject.name, field));
  const write: RecordWrite = { plan, row, saving, id: undefined };
  const afterwards = addDerived(store, write, (object, columns) =>
    completeAndInsert(store, store.plan(object), columns, saving),
  );
  checkUnique(store, write);
  const id = (row.get('Id') ?? store.newId(sobject)) as string;
  row.set('Id', id);
  stamp(store, write);
  if (plan.has('CreatedDate')) row.set('CreatedDate', wholeSeconds(store.now()));
  if (plan.has('CreatedById')) row.set('CreatedById', saving.actor.userId);
  store.insertRow(sobject, row);
  for (const work of afterwards) work(id);
  return id;
}

/** The record that an update is about. */
export interface UpdateTarget {
  readonly object: string;
  /** 18 characters. */
  readonly id: string;
}

/**
 * Changes a record.
 * @throws {@link SaveRefusal} when Salesforce would refuse it.
 */
export function updateRecord(
  store: RecordStore,
  { object, id }: UpdateTarget,
  fields: InputFields,
  saving: Saving,
): void {
  const { sobject } = store.plan(object);
  if (store.catalogue.findByKeyPrefix(id.slice(0, 3))?.name !== sobject.name) {
    throw refuse('MALFORMED_ID', `${sobject.describe.label} ID: id value of incorrect type: ${id}`, ['Id']);
  }
  const state = store.state(sobject, id);
  if (state === undefined) throw invalidCrossReference();
  if (state === 'deleted') throw entityIsDeleted(id);
  updateLiveRecord(store, { object, id }, fields, saving);
}

/**
 * Changes a record that is known to be there.
 * @throws {@link SaveRefusal} when Salesforce would refuse it.
 */
export function updateLiveRecord(
  store: RecordStore,
  { object, id }: UpdateTarget,
  fields: InputFields,
  saving: Saving,
): void {
  const plan = store.plan(object);
  const { sobject } = plan;
  if (!sobject.describe.updateable) throw notForOperation('updated', sobject.name);
  store.askFaults({ operation: 'update', object: sobject.name, id });
  const { row, problems } = readInput(store, plan, fields, { mode: 'update', saving, skip: 'id' });
  if (problems.length > 0) throw new SaveRefusal(problems, id);
  const write: RecordWrite = { plan, row, saving, id };
  checkHierarchy(store, write);
  plan.rules?.fillIn(store, write);
  const afterwards = addDerived(store, write, (added, columns) =>
    completeAndInsert(store, store.plan(added), columns, saving),
  );
  checkUnique(store, write);
  stamp(store, write);
  if (row.size > 0) store.updateRow(sobject, id, row);
  for (const work of afterwards) work(id);
  plan.rules?.review(store, write, id);
}

function stamp(store: RecordStore, { plan, row, saving }: RecordWrite): void {
  const now = wholeSeconds(store.now());
  if (plan.has('LastModifiedDate')) row.set('LastModifiedDate', now);
  if (plan.has('LastModifiedById')) row.set('LastModifiedById', saving.actor.userId);
  if (plan.has('SystemModstamp')) row.set('SystemModstamp', now);
}

function notForOperation(done: 'inserted' | 'updated', object: string): Error {
  return refuse('INVALID_TYPE_FOR_OPERATION', `entity type cannot be ${done}: ${object}`);
}

function idGiven(): Error {
  return refuse('INVALID_FIELD_FOR_INSERT_UPDATE', 'cannot specify Id in an insert call', ['Id']);
}
