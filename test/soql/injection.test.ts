import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rowsFrom } from '../activities/row-streams.ts';
import { startServiceOrg, type ServiceOrg } from '../activities/service-org.ts';
import type { SoqlValue } from '../../src/soql/soql-value.ts';
import { nastyTexts } from './nasty-texts.ts';

let service: ServiceOrg;
const idOf = new Map<string, string>();

/** What stands around a value in the second field, where there is room for it. */
const around = (text: string): string | null => (text.length > 70 ? null : `<${text}>`);

beforeAll(async () => {
  service = await startServiceOrg();
  const rows = nastyTexts.map((text) => ({ Subject: text, SuppliedName: around(text) }));
  const ids = await service.insert('Case', [...rows, { Subject: 'innocent', SuppliedName: 'innocent' }]);
  for (const [index, text] of nastyTexts.entries()) idOf.set(text, ids[index] ?? '');
});
afterAll(() => service[Symbol.asyncDispose]());

async function idsWhere(condition: string, v: SoqlValue, type = 'query'): Promise<unknown[]> {
  const activity = service.source(type, { query: `SELECT Id FROM Case WHERE ${condition}`, binds: { v } });
  return (await rowsFrom(activity.read(service.connection))).rows.map(({ Id }) => Id);
}

describe('E5 a value that would break a query', () => {
  it('is stored in more than forty records, each as it was given', async () => {
    const stored = new Map(
      (await service.rowsOf('SELECT Id, Subject FROM Case')).map((row) => [row['Id'], row]),
    );
    expect(nastyTexts.length).toBeGreaterThan(40);
    for (const text of nastyTexts) expect(stored.get(idOf.get(text) ?? '')?.['Subject']).toBe(text);
  });

  it.each(nastyTexts)('%j finds its own record and no other', async (text) => {
    const own = [idOf.get(text)];
    expect(await idsWhere('Subject = :v', text)).toEqual(own);
    expect(await idsWhere("Subject = '[v]'", text)).toEqual(own);
    expect(await idsWhere('Subject IN :v', [text])).toEqual(own);
    expect(await idsWhere("Subject IN ('nobody', :v)", text)).toEqual(own);
    expect(await idsWhere('Subject LIKE :v', text)).toEqual(own);
    expect(await idsWhere("Subject LIKE '[v]'", text)).toEqual(own);
    expect(await idsWhere('(Subject = :v AND Subject != null)', text)).toEqual(own);
  });

  it.each(nastyTexts.filter((text) => around(text) !== null))(
    '%j finds its own record inside a longer text too',
    async (text) => {
      const own = [idOf.get(text)];
      expect(await idsWhere("SuppliedName = '<[v]>'", text)).toEqual(own);
      expect(await idsWhere("SuppliedName LIKE '_[v]>%'", text)).toEqual(own);
    },
  );

  it.each(nastyTexts)('%j finds its own record from parts', async (text) => {
    const own = idOf.get(text);
    for (const operator of ['=', 'like', 'starts with', 'ends with', 'contains', 'in'] as const) {
      const where = { all: [{ field: 'subject', operator, value: text }] };
      const activity = service.source('query', {
        select: { object: 'case', fields: ['id', 'subject'], where },
      });
      const { rows } = await rowsFrom(activity.read(service.connection));
      expect(rows.map(({ Id }) => Id)).toContain(own);
      const isWhole = ['=', 'like', 'in'].includes(operator);
      const strays = rows.filter(({ Subject }) => {
        const found = (Subject as string).toLowerCase();
        const sought = text.toLowerCase();
        if (isWhole) return found !== sought;
        if (operator === 'starts with') return !found.startsWith(sought);
        return operator === 'ends with' ? !found.endsWith(sought) : !found.includes(sought);
      });
      expect(strays).toEqual([]);
    }
  });

  it('finds all of them at once in one list, and none of the others', async () => {
    const found = await idsWhere('Subject IN :v', nastyTexts);
    expect(new Set(found)).toEqual(new Set(idOf.values()));
  });

  it('finds them over Bulk API 2.0 too', async () => {
    const found = await idsWhere('Subject IN :v', nastyTexts, 'bulk-query');
    expect(new Set(found)).toEqual(new Set(idOf.values()));
  });

  it.each(['\ud800', 'half \udfff of a pair', 'x'.repeat(3_900)])(
    'finds nothing when no record can have it',
    async (text) => {
      expect(await idsWhere('Subject = :v', text)).toEqual([]);
      expect(await idsWhere('Subject LIKE :v', text)).toEqual([]);
    },
  );

  it.each(nastyTexts.filter((text) => !/^\d{4}-|^TODAY$|^LAST_N/.test(text)))(
    '%j is refused for a date, before the org is asked',
    async (text) => {
      const requests = service.org.activity().requests;
      await expect(idsWhere('CreatedDate > :v', text)).rejects.toMatchObject({ code: 'invalid-bind' });
      expect(service.org.activity().requests).toBe(requests);
    },
  );
});
