import type { Actor, SaveOptions, SaveResult } from '../records/org-database.ts';
import { saveAsOne } from '../records/save-as-one.ts';
import { twinRefusals } from '../records/twin-refusals.ts';
import { refuseMoreThan } from './refusals.ts';
import { saveResult, upsertResult } from './save-results.ts';
import { requireSoapSession, type SoapCall, type SoapOperations, type SoapParts } from './soap-call.ts';
import { SoapFault } from './soap-fault.ts';
import { isAllOrNone, saveOptionsOf } from './soap-headers.ts';
import { readSObject, type SObjectInput } from './sobject-input.ts';
import { childOf, childrenOf } from './xml-element.ts';

/** Largest number of records in one call, and of runs of one type among them. */
const maxRecords = 200;
const maxTypeRuns = 10;

/** The calls that change records. */
export const recordOperations: SoapOperations = {
  create: (parts, call) => saveRecords(parts, call, createOne),
  update: (parts, call) => saveRecords(parts, call, updateOne),
  upsert: upsertRecords,
  delete: (parts, call) => eachId(parts, call, (id, actor) => parts.database.delete(id, actor)),
  undelete: (parts, call) => eachId(parts, call, (id, actor) => parts.database.undelete(id, actor)),
};

/** Who saves, where and how. */
interface SaveContext {
  readonly database: SoapParts['database'];
  readonly actor: Actor;
  readonly options: SaveOptions;
}

type SaveOne = (context: SaveContext, record: SObjectInput) => SaveResult;

function saveRecords(parts: SoapParts, call: SoapCall, saveOne: SaveOne): string {
  const { context, records } = readSave(parts, call);
  const runs = records.filter(({ object }, index) => object !== records[index - 1]?.object);
  if (runs.length > maxTypeRuns) {
    throw new SoapFault('LIMIT_EXCEEDED', `A call can hold at most ${maxTypeRuns} chunks of record types.`);
  }
  const work = records.map((record) => () => refused(record) ?? saveOne(context, record));
  return saveAsOne(parts.database, work, isAllOrNone(call)).map(saveResult).join('');
}

const createOne: SaveOne = ({ database, actor, options }, { object, id, fields }) => {
  if (id !== '') {
    return failure('INVALID_FIELD_FOR_INSERT_UPDATE', 'cannot specify Id in an insert call', ['Id']);
  }
  return database.insert(object.name, fields, actor, options);
};

const updateOne: SaveOne = ({ database, actor, options }, { object, id, fields }) => {
  if (id === '') return failure('MISSING_ARGUMENT', 'Id not specified in an update call');
  return database.update(object.name, id, fields, actor, options);
};

function upsertRecords(parts: SoapParts, call: SoapCall): string {
  const { context, records } = readSave(parts, call);
  const key = childOf(call.operation, 'externalIDFieldName')?.text.trim() ?? '';
  const [first] = records;
  if (first !== undefined && records.some(({ object }) => object !== first.object)) {
    throw new SoapFault('INVALID_TYPE', 'All records of an upsert must be of one type');
  }
  const field = first?.object.field(key);
  if (
    first !== undefined &&
    !(field?.name === 'Id' || field?.externalId === true || field?.idLookup === true)
  ) {
    throw new SoapFault(
      'INVALID_FIELD',
      `Field name provided, ${key} is not an External ID or indexed field for ${first.object.name}`,
    );
  }
  const name = field?.name ?? 'Id';
  const twins = twinRefusals(records.map(({ id, fields }) => (name === 'Id' ? id : fields[name])));
  const upsertOne: SaveOne = ({ database, actor, options }, { object, id, fields }) => {
    if (name !== 'Id' && id !== '') {
      return failure('INVALID_FIELD', `The Id field should not be specified in an upsert by ${name}`, ['Id']);
    }
    if (name !== 'Id') return database.upsert(object.name, name, fields, actor, options);
    if (id === '') return database.insert(object.name, fields, actor, options);
    return database.upsert(object.name, name, { ...fields, Id: id }, actor, options);
  };
  const work = records.map(
    (record, index) => () => refused(record) ?? twins.get(index) ?? upsertOne(context, record),
  );
  return saveAsOne(parts.database, work, isAllOrNone(call)).map(upsertResult).join('');
}

function readSave(parts: SoapParts, call: SoapCall): { context: SaveContext; records: SObjectInput[] } {
  const { userId } = requireSoapSession(parts, call);
  const elements = childrenOf(call.operation, 'sObjects');
  refuseMoreThan(maxRecords, elements.length, 'record');
  const { database } = parts;
  return {
    context: { database, actor: { userId }, options: saveOptionsOf(call) },
    records: elements.map((element) => readSObject(database.catalogue, element)),
  };
}

function eachId(parts: SoapParts, call: SoapCall, change: (id: string, actor: Actor) => SaveResult): string {
  const { userId } = requireSoapSession(parts, call);
  const ids = childrenOf(call.operation, 'ids').map(({ text }) => text.trim());
  refuseMoreThan(maxRecords, ids.length, 'record');
  const work = ids.map((id) => () => change(id, { userId }));
  return saveAsOne(parts.database, work, isAllOrNone(call)).map(saveResult).join('');
}

function refused({ error }: SObjectInput): SaveResult | undefined {
  return error === undefined ? undefined : { success: false, errors: [error] };
}

function failure(statusCode: string, message: string, fields: readonly string[] = []): SaveResult {
  return { success: false, errors: [{ statusCode, message, fields }] };
}
