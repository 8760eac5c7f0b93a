import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Row } from '../../src/contract/row.ts';
import { batchesOf, rowsFrom } from '../activities/row-streams.ts';
import { startServiceOrg, type ServiceOrg } from '../activities/service-org.ts';
import { byteSource } from '../support/byte-source.ts';

/** Texts that something on the way might take for something else. */
const nasty = [
  ...['00123', 'NA', 'null', '1e5', 'true', '#N/A ', 'a,b;c', '"', '""', '\\', "\\'", '=1+1', '@{a.id}'],
  ...[
    '{{secrets.x}}',
    '[variable]',
    'x\r\ny',
    '\nx',
    'x\n',
    '\tx',
    '<b>&amp;</b>',
    '😀',
    'e\u0301',
    '2026-01-31',
  ],
];

/** Any text of well-formed Unicode that is not empty and not the mark for clearing. Control characters stay out. */
const anyText = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 40 })
  .filter((text) => text !== '#N/A' && !/\p{Cc}/u.test(text.replaceAll(/[\t\r\n]/gu, '')));

/** Many texts for one write. */
function texts(seed: number): string[] {
  return [...nasty, ...fc.sample(anyText, { numRuns: 300, seed })];
}

async function write(service: ServiceOrg, type: string, rows: readonly Row[], isBytes: boolean) {
  const externalIdField = type.endsWith('upsert') ? { externalIdField: 'MessageId__c' } : {};
  const activity = service.target(type, { object: 'Case', ...externalIdField });
  if (!isBytes) return activity.write(service.connection, batchesOf(rows));
  const columns = Object.keys(rows[0] ?? {});
  const quoted = (text: unknown): string => `"${String(text).replaceAll('"', '""')}"`;
  const csv = [columns, ...rows.map((row) => columns.map((name) => row[name]))]
    .map((cells) => `${cells.map(quoted).join(',')}\n`)
    .join('');
  return activity.writeBytes?.(service.connection, byteSource(csv));
}

const ways = ['insert', 'update', 'upsert'].flatMap((type) => [
  { type, isBytes: false },
  { type: `bulk-${type}`, isBytes: false },
  { type: `bulk-${type}`, isBytes: true },
]);

it.each(ways)(
  'C29 D10 E24 any text comes back as it went in: $type, bytes: $isBytes',
  async ({ type, isBytes }) => {
    await using service = await startServiceOrg();
    const all = texts(ways.length + type.length);
    const keys = all.map((_, index) => `k${index}`);
    const isInsert = type.endsWith('insert');
    const isUpdate = type.endsWith('update');
    const ids = isInsert
      ? []
      : await service.insert(
          'Case',
          keys.map((MessageId__c) => ({ MessageId__c })),
        );
    const rows = all.map((Notes__c, index): Row => {
      const key = isUpdate ? { Id: ids[index] ?? '' } : { MessageId__c: keys[index] ?? '' };
      return { ...key, Notes__c };
    });
    const report = await write(service, type, rows, isBytes);
    expect(report).toMatchObject({ succeeded: all.length, failed: 0 });
    for (const reader of ['query', 'bulk-query']) {
      const query = 'SELECT MessageId__c, Notes__c FROM Case';
      const read = await rowsFrom(service.source(reader, { query }).read(service.connection));
      const found = new Map(read.rows.map((row) => [row['MessageId__c'], row['Notes__c']]));
      expect(keys.map((key) => found.get(key))).toEqual(all);
    }
  },
);
