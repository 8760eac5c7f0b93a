import { describe, expect, it } from 'vitest';
import { parseQueryShape } from '../../src/schema/query-shape.ts';

async function namesOf(soql: string): Promise<readonly string[] | undefined> {
  return (await parseQueryShape(soql))?.columns?.map(({ name }) => name);
}

describe('parseQueryShape', () => {
  it.each([
    ['SELECT Id, Account.Owner.Name FROM Case', ['Id', 'Account.Owner.Name']],
    ['select id, c.Subject, Case.Status from Case c', ['id', 'Subject', 'Status']],
    ['SELECT toLabel(Status), FORMAT(CreatedDate) shown FROM Case', ['Status', 'shown']],
    ['SELECT COUNT(Id), MAX(CreatedDate) latest, SUM(Amount) FROM Opportunity', ['expr0', 'latest', 'expr1']],
    ['SELECT Contact.Name, COUNT(Id) n FROM Case GROUP BY Contact.Name', ['Name', 'n']],
    ['SELECT Contact.Name who, COUNT(Id) n FROM Case GROUP BY Contact.Name', ['who', 'n']],
  ])('names the columns of %s', async (soql, names) => {
    expect(await namesOf(soql)).toEqual(names);
  });

  it('knows where a REST record holds each value', async () => {
    const shape = await parseQueryShape(
      'SELECT Account.Name, toLabel(Account.Type), toLabel(Status) s FROM Case',
    );
    expect(shape?.columns?.map(({ location }) => location)).toEqual([
      ['Account', 'Name'],
      ['Account', 'Type'],
      ['s'],
    ]);
  });

  it('lists child relationships with their own columns', async () => {
    const shape = await parseQueryShape('SELECT Id, (SELECT Id, Owner.Name FROM Cases) FROM Contact');
    expect(shape?.columns?.map(({ name }) => name)).toEqual(['Id']);
    expect(shape?.children[0]?.relationshipName).toBe('Cases');
    expect(shape?.children[0]?.shape.columns?.map(({ name }) => name)).toEqual(['Id', 'Owner.Name']);
  });

  it('leaves the columns of FIELDS and TYPEOF to the org', async () => {
    expect(await parseQueryShape('SELECT FIELDS(ALL) FROM Case LIMIT 200')).toMatchObject({
      columns: undefined,
    });
    const typeOf = 'SELECT TYPEOF What WHEN Account THEN Phone END FROM Event';
    expect(await parseQueryShape(typeOf)).toMatchObject({ columns: undefined });
  });

  it('tells a bare count', async () => {
    expect(await parseQueryShape('SELECT COUNT() FROM Case')).toMatchObject({
      isCount: true,
      object: 'Case',
    });
  });

  it('leaves what it cannot read to the org', async () => {
    expect(await parseQueryShape('SELECT FROM WHERE')).toBeUndefined();
  });
});
