import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Row } from '../../src/contract/row.ts';
import { batchesOf, rowsFrom } from '../activities/row-streams.ts';
import { startServiceOrg, type ServiceOrg } from '../activities/service-org.ts';
import { byteSource } from '../support/byte-source.ts';
import table from './value-truth-table.json' with { type: 'json' };

type Way = 'rest' | 'bulk' | 'bytes';

/** One line of the table. */
interface Line {
  readonly what: string;
  readonly field: string;
  readonly value?: string | number | boolean | null;
  readonly autoFieldsToNull?: boolean;
  readonly rest: string;
  readonly bulk: string;
  readonly bytes: string;
}

const lines: readonly Line[] = table;
const before: Row = { Text__c: 'before', Number__c: 7, Flag__c: true };
const defaults: Row = { Text__c: 'default', Number__c: 3, Flag__c: true };
const soql = 'SELECT Key__c, Text__c, Number__c, Flag__c FROM Case';

/** What a field holds in the end, by the table; `undefined` where there is no new record. */
function expected(line: Line, way: Way, isInsert: boolean): unknown {
  switch (line[way]) {
    case 'left':
      return (isInsert ? defaults : before)[line.field];
    case 'refused':
      return isInsert ? undefined : before[line.field];
    case 'cleared':
      return null;
    default:
      return line.value;
  }
}

/** A value as somebody would type it into a CSV. */
function cellOf(value: Row[string] | undefined): string {
  return value == null || typeof value === 'object' ? '' : String(value);
}

/** Writes each line as a record of its own, `k0`, `k1` …, and tells how many were refused. */
async function write(
  service: ServiceOrg,
  type: string,
  way: Way,
  some: readonly (readonly [string, Line])[],
) {
  const [, operation] = /(?:bulk-)?(.*)/.exec(type) ?? [];
  const key = operation === 'update' ? 'Id' : 'Key__c';
  const keys = some.map(([name]) => name);
  const ids =
    operation === 'insert'
      ? keys
      : await service.insert(
          'Case',
          keys.map((Key__c) => ({ Key__c, ...before })),
        );
  const rows = some.map(([name, { field, value }], index): Row => ({
    [key]: operation === 'update' ? (ids[index] ?? '') : name,
    ...(value === undefined ? {} : { [field]: value }),
  }));
  const autoFieldsToNull = some[0]?.[1].autoFieldsToNull ?? true;
  const options = {
    object: 'Case',
    ...(operation === 'upsert' ? { externalIdField: 'Key__c' } : {}),
    ...(way === 'bytes' ? {} : { options: { autoFieldsToNull } }),
  };
  const activity = service.target(type, options);
  if (way !== 'bytes') return activity.write(service.connection, batchesOf(rows));
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const csv = [
    columns.join(','),
    ...rows.map((row) => columns.map((name) => `"${cellOf(row[name])}"`).join(',')),
  ].join('\n');
  const report = await activity.writeBytes?.(service.connection, byteSource(`${csv}\n`));
  if (report === undefined) throw new RangeError(`${type} takes no bytes.`);
  return report;
}

const cases = ['insert', 'update', 'upsert'].flatMap((type): [string, Way][] => [
  [type, 'rest'],
  [`bulk-${type}`, 'bulk'],
  [`bulk-${type}`, 'bytes'],
]);

describe('what an absent, null or empty value does', () => {
  it.each(cases)('A11 A12 C29 D10 E24 in %s (%s) is what the table says', async (type, way) => {
    await using service = await startServiceOrg({
      schemaFile: join(import.meta.dirname, 'value-truth-schema.json'),
    });
    const named = lines.flatMap((line, index): [string, Line][] =>
      line[way] === 'impossible' ? [] : [[`k${index}`, line]],
    );
    const isAbsent = ([, { value }]: readonly [string, Line]): boolean => value === undefined;
    const groups = [
      named.filter((each) => isAbsent(each)),
      named.filter((each) => !isAbsent(each) && each[1].autoFieldsToNull !== false),
      named.filter((each) => each[1].autoFieldsToNull === false),
    ];
    for (const group of groups) {
      const refused = group.filter(([, line]) => line[way] === 'refused').length;
      const report = await write(service, type, way, group);
      expect(report).toMatchObject({ failed: refused, succeeded: group.length - refused });
    }
    const isInsert = type.endsWith('insert');
    const wanted = named.map(([name, line]) => [name, line.what, expected(line, way, isInsert)]);
    for (const reader of ['query', 'bulk-query']) {
      const { rows } = await rowsFrom(service.source(reader, { query: soql }).read(service.connection));
      const byKey = new Map(rows.map((row) => [row['Key__c'], row]));
      const found = named.map(([name, line]) => [name, line.what, byKey.get(name)?.[line.field]]);
      expect(found).toEqual(wanted);
    }
  });
});
