import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SourcePreview } from '../../src/contract/activity.ts';
import { rowsFrom } from '../activities/row-streams.ts';
import { readerOf, type ReadCase, type World } from './connector-under-test.ts';
import { serviceCloud } from './service-cloud.ts';
import { toy } from './toy.ts';

const subjects = [serviceCloud, toy].flatMap((connector) =>
  connector.manifest.activities
    .filter(({ capabilities }) => capabilities.direction === 'source')
    .map(({ type }) => ({ connector, type })),
);

describe.each(subjects)('a preview of $connector.name: $type', ({ connector, type }) => {
  let world: World;
  let read: ReadCase;
  beforeAll(async () => {
    world = await connector.open();
    const found = world.reads.find((each) => each.type === type);
    if (found === undefined) throw new RangeError(`No read of type ${type}.`);
    read = found;
  });
  afterAll(() => world[Symbol.asyncDispose]());

  async function preview(options: ReadCase['options'], maxRows?: number): Promise<SourcePreview> {
    const look = world.activity(type, options).preview;
    if (look === undefined) throw new RangeError(`${type} has no preview.`);
    return look(maxRows === undefined ? {} : { maxRows });
  }

  it('shows what is asked, and the first rows as a read gives them', async () => {
    const { rows } = await rowsFrom(readerOf(world.activity(type, read.options))());
    const shown = await preview(read.options);
    expect(shown.statement).not.toBe('');
    expect(shown).toMatchObject({ rows, truncated: false });
  });

  it('says that there is more exactly when there is', async () => {
    const looks = [];
    for (const maxRows of [1, read.rowCount - 1, read.rowCount, read.rowCount + 1]) {
      const { rows, truncated } = await preview(read.options, maxRows);
      looks.push([rows.length, truncated]);
    }
    const { rowCount } = read;
    expect(looks).toEqual([
      [1, true],
      [rowCount - 1, true],
      [rowCount, false],
      [rowCount, false],
    ]);
  });

  it('shows the statement alone when no rows are wanted', async () => {
    const { statement, rows } = await preview(read.options, 0);
    expect(rows).toEqual([]);
    expect(statement).toBe((await preview(read.options)).statement);
  });

  it('shows no rows where there are none', async () => {
    expect(await preview(read.emptyOptions)).toMatchObject({ rows: [], truncated: false });
  });
});
