import type { ServiceCloudConnection } from '../../src/connection/record-calls.ts';
import { salesforceServiceCloud } from '../../src/plugin.ts';
import { describe, expect, it } from 'vitest';
import { batchesOf, rowsFrom } from '../activities/row-streams.ts';
import { readerOf, writerOf } from './connector-under-test.ts';
import { propertiesOf, rowProblems, schemaProblems } from './json-schema.ts';
import { serviceCloud } from './service-cloud.ts';
import { toy } from './toy.ts';

describe.each([serviceCloud, toy])('schemas of $name', ({ open, options }) => {
  it('are valid, and there is one for each side that the activity has', async () => {
    await using world = await open();
    for (const [type, given] of Object.entries(options)) {
      const activity = world.activity(type, given);
      const { source, target } = await activity.schemas();
      for (const schema of [source, ...(target === undefined ? [] : [target])]) {
        expect(schema.name).not.toBe('');
        expect(schemaProblems(schema.row)).toEqual([]);
        expect(schema.row['type']).toBe('object');
        expect(JSON.parse(JSON.stringify(schema.row))).toEqual(schema.row);
      }
      if (activity.direction === 'target') expect(target).toBeDefined();
    }
  });

  it('describe every row that a read gives', async () => {
    await using world = await open();
    for (const { type, options: given, rowCount } of world.reads) {
      const activity = world.activity(type, given);
      const { source } = await activity.schemas();
      const { rows } = await rowsFrom(readerOf(activity)());
      expect(rows).toHaveLength(rowCount);
      for (const row of rows) expect(rowProblems(row, source.row)).toEqual([]);
    }
  });

  it('describe every row that a write accepts', async () => {
    await using world = await open();
    for (const { type, options: given, goodRows } of world.writes) {
      const activity = world.activity(type, given);
      const { target } = await activity.schemas();
      const rows = await goodRows(3);
      for (const row of rows) expect(rowProblems(row, target?.row ?? {})).toEqual([]);
      expect(await writerOf(activity)(batchesOf(rows))).toMatchObject({ rowCount: 3, succeeded: 3 });
    }
  });
});

describe('schemas of Salesforce Service Cloud', () => {
  it('are named connection→type→Request and connection→type→Response', async () => {
    await using world = await serviceCloud.open();
    for (const [type, given] of Object.entries(serviceCloud.options)) {
      const { source, target } = await world.activity(type, given).schemas();
      expect(source.name).toBe(`Local→${type}→Response`);
      if (target !== undefined) expect(target.name).toBe(`Local→${type}→Request`);
    }
  });

  it('have the name of the activity in the place of the type where the host tells it', async () => {
    await using world = await serviceCloud.open();
    const insert = salesforceServiceCloud.activity('insert', { object: 'Case' });
    const { source, target } = await insert.schemas(world.connection as ServiceCloudConnection, {
      activityName: 'new-cases',
    });
    expect([source.name, target?.name]).toEqual(['Local→new-cases→Response', 'Local→new-cases→Request']);
  });

  it('spell columns as the query does, in both query activities', async () => {
    await using world = await serviceCloud.open();
    for (const type of ['query', 'bulk-query']) {
      const activity = world.activity(type, { query: "SELECT id, SUBJECT FROM case WHERE origin = 'Web'" });
      const { source } = await activity.schemas();
      const { rows } = await rowsFrom(readerOf(activity)());
      expect(Object.keys(propertiesOf(source.row))).toEqual(['id', 'SUBJECT']);
      expect(Object.keys(rows[0] ?? {})).toEqual(['id', 'SUBJECT']);
    }
  });

  it('are fetched once: asking again costs no call', async () => {
    await using world = await serviceCloud.open();
    const activity = world.activity('upsert', serviceCloud.options['upsert']);
    await activity.schemas();
    const { apiCalls } = world.connection.usage();
    await activity.schemas();
    expect(world.connection.usage().apiCalls).toBe(apiCalls);
  });
});
