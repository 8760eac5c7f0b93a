import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Whether the validator of libxml2 is there (Debian: `libxml2-utils`). */
export const hasXmllint = spawnSync('xmllint', ['--version']).status === 0;

/**
 * What xmllint has against a document under a schema; empty when the document is valid.
 *
 * @throws when the schema itself is none, or the document is not well-formed
 */
export function xmlProblems(xsd: string, document: string): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'xmllint-'));
  try {
    const schemaFile = join(folder, 'schema.xsd');
    writeFileSync(schemaFile, xsd);
    const arguments_ = ['--noout', '--nonet', '--schema', schemaFile, '-'];
    const { status, stderr } = spawnSync('xmllint', arguments_, { input: document, encoding: 'utf8' });
    // 3 and 4 say that the document is not valid; others, that it was not looked at.
    if (status !== 0 && status !== 3 && status !== 4) throw new TypeError(`xmllint: ${status}\n${stderr}`);
    return status === 0 ? [] : stderr.split('\n').filter((line) => line.includes('error'));
  } finally {
    rmSync(folder, { recursive: true });
  }
}
