import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { activitiesDocument } from './activities-document.ts';
import { cliDocument } from './cli-document.ts';
import { errorsDocument } from './errors-document.ts';
import { optionsDocument } from './options-document.ts';
import { retryTable } from './retry-table.ts';
import { valueTable } from './value-table.ts';

/**
 * Writes the documentation pages that follow from code. With `--check`, changes nothing and fails when a page is out
 * of date.
 */
const folder = join(import.meta.dirname, '..', 'docs');
const pages = {
  'activities.md': await activitiesDocument(),
  'cli.md': cliDocument(),
  'errors.md': errorsDocument(),
  'options.md': optionsDocument(),
  'connection.md': withTable('connection.md', 'retry matrix', retryTable()),
  'writing.md': withTable('writing.md', 'value truth table', valueTable()),
};

for (const [name, text] of Object.entries(pages)) {
  const path = join(folder, name);
  const page = await format(text, { ...(await resolveConfig(path)), parser: 'markdown' });
  if (!process.argv.includes('--check')) writeFileSync(path, page);
  else if (!existsSync(path) || readFileSync(path, 'utf8') !== page) {
    console.error(`docs/${name} is out of date: run node scripts/generate-docs.ts`);
    process.exitCode = 1;
  }
}

/** A page that is written by hand, with the table between its marks of that name put in anew. */
function withTable(page: string, name: string, table: string): string {
  const [begin, end] = [`<!-- ${name}: begin -->`, `<!-- ${name}: end -->`];
  const text = readFileSync(join(folder, page), 'utf8');
  const [before = '', rest = ''] = text.split(begin);
  const [, after = ''] = rest.split(end);
  return `${before}${begin}\n\n${table}\n\n${end}${after}`;
}
