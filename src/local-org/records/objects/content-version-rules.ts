import { blobFacts } from '../../blobs/blob-store.ts';
import { quoteName } from '../column.ts';
import { wholeSeconds } from '../date-text.ts';
import { requiredMissing } from '../save-error.ts';
import type { ObjectRules, RecordChange } from './object-rules.ts';

/** A new version of a file makes or extends its document, and the first one its links. */
export const contentVersionRules: ObjectRules = {
  derive: (change) => {
    if (change.operation === 'insert') addVersion(change);
  },
};

function addVersion(change: RecordChange): void {
  const { row, store, saving } = change;
  const facts = blobFacts(row.get('VersionData'));
  if (facts === undefined && row.get('ContentUrl') == null) throw requiredMissing(['VersionData']);
  const file = fileOf(String(change.read('PathOnClient') ?? ''));
  if (row.get('Title') == null) row.set('Title', file.title);
  row.set('FileExtension', file.extension);
  row.set('FileType', file.type);
  row.set('ContentSize', facts?.byteCount ?? 0);
  row.set('Checksum', facts?.md5 ?? null);
  row.set('ContentModifiedDate', wholeSeconds(store.now()));
  row.set('ContentModifiedById', saving.actor.userId);
  row.set('IsLatest', 1);
  const given = row.get('ContentDocumentId');
  const isFirst = typeof given !== 'string';
  const documentId = isFirst ? addDocument(change) : given;
  row.set('ContentDocumentId', documentId);
  row.set('VersionNumber', isFirst ? '1' : String(retirePrevious(change, documentId) + 1));
  change.afterwards((id) => {
    publish(change, documentId, id);
    if (isFirst) addLinks(change, documentId);
  });
}

/** Takes the mark of the latest version away and gives the number of versions so far. */
function retirePrevious({ store }: RecordChange, documentId: string): number {
  const version = store.catalogue.find('ContentVersion');
  if (version === undefined) return 0;
  const table = store.tables.ensure(version);
  const where = `${quoteName('ContentDocumentId')} = ?`;
  store.tables.statement(`UPDATE ${table} SET "IsLatest" = 0 WHERE ${where}`).run(documentId);
  const row = store.tables.statement(`SELECT count(*) AS n FROM ${table} WHERE ${where}`).get(documentId);
  return Number(row?.['n']);
}

const shared = ['Title', 'FileExtension', 'FileType', 'ContentSize', 'ContentModifiedDate'] as const;

function addDocument(change: RecordChange): string {
  return change.addRecord(
    'ContentDocument',
    new Map(shared.map((column) => [column, change.row.get(column) ?? null])),
  );
}

function publish({ store, row }: RecordChange, documentId: string, versionId: string): void {
  const document = store.catalogue.find('ContentDocument');
  if (document === undefined) return;
  const columns = new Map(shared.map((column) => [column, row.get(column) ?? null] as const));
  store.updateRow(document, documentId, new Map([...columns, ['LatestPublishedVersionId', versionId]]));
}

/** The owner gets the file as its collaborator, the place of first publication as its viewer. */
function addLinks(change: RecordChange, documentId: string): void {
  const link = (entity: unknown, shareType: string): void => {
    if (typeof entity !== 'string') return;
    change.addRecord(
      'ContentDocumentLink',
      new Map([
        ['ContentDocumentId', documentId],
        ['LinkedEntityId', entity],
        ['ShareType', shareType],
        ['Visibility', 'AllUsers'],
      ]),
    );
  };
  const owner = change.read('OwnerId');
  const place = change.read('FirstPublishLocationId');
  link(owner, 'I');
  if (place !== owner) link(place, 'V');
}

function fileOf(path: string): { title: string; extension: string; type: string } {
  const name = path.split(/[\\/]/).at(-1) ?? path;
  const dot = name.lastIndexOf('.');
  const extension = dot > 0 ? name.slice(dot + 1).toLowerCase() : '';
  const title = dot > 0 ? name.slice(0, dot) : name;
  return {
    title,
    extension,
    type: FILE_TYPES[extension] ?? (extension === '' ? 'UNKNOWN' : extension.toUpperCase()),
  };
}

/** Types whose name is not their extension. */
const FILE_TYPES: Readonly<Record<string, string>> = {
  txt: 'TEXT',
  doc: 'WORD',
  docx: 'WORD_X',
  xls: 'EXCEL',
  xlsx: 'EXCEL_X',
  ppt: 'POWER_POINT',
  pptx: 'POWER_POINT_X',
  htm: 'HTML',
  jpeg: 'JPG',
};
