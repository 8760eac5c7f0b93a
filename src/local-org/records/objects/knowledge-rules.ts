import { parseDisplayFormat } from '../auto-number.ts';
import { wholeSeconds } from '../date-text.ts';
import { makeRecordId } from '../record-id.ts';
import { refuse } from '../save-error.ts';
import type { ObjectRules, RecordChange } from './object-rules.ts';

/** An article is written as a draft; publishing it is not a matter of saving a record. */
export const knowledgeRules: ObjectRules = {
  derive: (change) => {
    checkUrlName(change);
    if (change.operation === 'update') {
      if (change.before('PublishStatus') !== 'Draft')
        throw refuse('INSUFFICIENT_ACCESS_OR_READONLY', 'Only drafts of articles can be changed', []);
      return;
    }
    startArticle(change);
  },
};

/** Numbers the articles themselves, apart from their versions. */
const articleNumber = { name: 'KnowledgeArticleId', format: parseDisplayFormat('{0}') };

function startArticle({ row, store, saving }: RecordChange): void {
  const number = store.newAutoNumber('Knowledge__kav', articleNumber);
  row.set('KnowledgeArticleId', makeRecordId('kA0', Number(number)));
  row.set('PublishStatus', 'Draft');
  row.set('VersionNumber', 1);
  row.set('IsLatestVersion', 1);
  if (row.get('Language') == null) row.set('Language', 'en_US');
  row.set('ArticleMasterLanguage', row.get('Language') ?? null);
  row.set('ArticleCreatedById', saving.actor.userId);
  row.set('ArticleCreatedDate', wholeSeconds(store.now()));
  row.set('ArticleTotalViewCount', 0);
  row.set('ArticleCaseAttachCount', 0);
}

function checkUrlName({ row }: RecordChange): void {
  const name = row.get('UrlName');
  if (typeof name !== 'string' || /^[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?$/u.test(name)) return;
  const rule =
    'The URL Name can only contain Unicode letters, numbers, or hyphens. It cannot begin or end with a hyphen.';
  throw refuse('FIELD_INTEGRITY_EXCEPTION', rule, ['UrlName']);
}
