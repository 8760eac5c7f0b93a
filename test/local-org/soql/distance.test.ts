import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { greatCircle } from '../../../src/local-org/soql/distance.ts';
import { openTestOrg, type TestOrg } from '../records/test-org.ts';

let org: TestOrg;
beforeAll(() => {
  org = openTestOrg();
  const places = { Berlin: [52.52, 13.405], Paris: [48.8566, 2.3522], Nowhere: [null, null] } as const;
  for (const [Name, [BillingLatitude, BillingLongitude]] of Object.entries(places))
    org.create('Account', { Name, BillingLatitude, BillingLongitude });
});
afterAll(() => {
  org.db.close();
});

describe('DISTANCE()', () => {
  const toParis = (unit: string): string =>
    `DISTANCE(BillingAddress, GEOLOCATION(48.8566, 2.3522), '${unit}')`;
  const names = (rest: string): unknown[] =>
    org.select(`SELECT Name FROM Account WHERE Name != null ${rest}`).map((row) => row['Name']);

  it('is a great circle', () => {
    expect(greatCircle([52.52, 13.405], [48.8566, 2.3522], 6371)).toBeCloseTo(877.5, 0);
    expect(greatCircle([0, 0], [0, 180], 1)).toBeCloseTo(Math.PI, 10);
  });

  it('filters and orders; records without a place are not near and not far', () => {
    expect(names(`AND ${toParis('km')} < 900 ORDER BY ${toParis('km')} DESC`)).toEqual(['Berlin', 'Paris']);
    expect(names(`AND ${toParis('mi')} > 500`)).toEqual(['Berlin']);
    expect(names(`AND ${toParis('mi')} > 600`)).toEqual([]);
    expect(names(`ORDER BY ${toParis('mi')} NULLS LAST`)).toEqual(['Paris', 'Berlin', 'Nowhere']);
  });

  it.each([
    [`DISTANCE(BillingAddress, GEOLOCATION(48, 2), 'ly') < 1`, 'unexpected token'],
    [`DISTANCE(BillingAddress, GEOLOCATION(91, 2), 'km') < 1`, 'latitude'],
    [`DISTANCE(Name, GEOLOCATION(1, 2), 'km') < 1`, 'does not support function DISTANCE'],
  ])('%s is refused', (where, message) => {
    expect(() => org.query(`SELECT Id FROM Account WHERE ${where}`)).toThrow(
      expect.objectContaining({
        errorCode: 'MALFORMED_QUERY',
        message: expect.stringContaining(message) as string,
      }),
    );
  });
});

describe('many groups', () => {
  it('are refused above 2,000, unless LIMIT keeps them in one answer', () => {
    for (let i = 0; i < 2001; i++) org.create('Contact', { LastName: `c${i}` });
    const soql = 'SELECT LastName, COUNT(Id) n FROM Contact GROUP BY LastName';
    expect(() => org.query(soql).totalSize()).toThrow(
      expect.objectContaining({ errorCode: 'EXCEEDED_ID_LIMIT' }),
    );
    expect(org.query(`${soql} LIMIT 2000`).totalSize()).toBe(2000);
  });
});
