import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const meanings: Readonly<Record<string, string>> = {
  left: 'leaves alone',
  cleared: 'clears',
  stored: 'is stored as it is',
  refused: 'the row is refused, because the org would clear the field',
  impossible: 'cannot stand in a CSV',
};

interface Line extends Readonly<Record<'what' | 'rest' | 'bulk' | 'bytes', string>> {
  readonly field: string;
}

/** What values do in writes, as a Markdown table; from the data that the conformance tests try out. */
export function valueTable(): string {
  const path = join(import.meta.dirname, '..', 'test', 'conformance', 'value-truth-table.json');
  const lines = JSON.parse(readFileSync(path, 'utf8')) as readonly Line[];
  const cells = lines.map(({ what, ...ways }) =>
    [what, ...[ways.rest, ways.bulk, ways.bytes].map((result) => meanings[result] ?? result)].join(' | '),
  );
  return [
    '| value | rows over REST | rows over bulk | bytes |',
    '| --- | --- | --- | --- |',
    ...cells.map((line) => `| ${line} |`),
  ].join('\n');
}
