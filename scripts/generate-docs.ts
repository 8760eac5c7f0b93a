import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { cliDocument } from './cli-document.ts';
import { errorsDocument } from './errors-document.ts';

/**
 * Writes the documentation pages that follow from code. With `--check`, changes nothing and fails when a page is out
 * of date.
 */
const folder = join(import.meta.dirname, '..', 'docs');
const pages = { 'cli.md': cliDocument(), 'errors.md': errorsDocument() };

for (const [name, text] of Object.entries(pages)) {
  const path = join(folder, name);
  const page = await format(text, { ...(await resolveConfig(path)), parser: 'markdown' });
  if (!process.argv.includes('--check')) writeFileSync(path, page);
  else if (readFileSync(path, 'utf8') !== page) {
    console.error(`docs/${name} is out of date: run node scripts/generate-docs.ts`);
    process.exitCode = 1;
  }
}
