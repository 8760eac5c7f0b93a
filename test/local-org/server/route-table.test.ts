import { describe, expect, it } from 'vitest';
import { ApiError } from '../../../src/local-org/server/api-error.ts';
import { param, RouteTable } from '../../../src/local-org/server/route-table.ts';

const table = new RouteTable([
  { method: 'GET', pattern: '/things/count' },
  { method: 'GET', pattern: '/things/:id' },
  { method: 'PATCH', pattern: '/things/:id' },
  { method: 'GET', pattern: '/things/:id/:part' },
  { method: '*', pattern: '/closed/*' },
]);

function refusal(method: string, path: string): unknown {
  try {
    return table.find(method, path);
  } catch (error) {
    return error;
  }
}

describe('RouteTable', () => {
  it('prefers the pattern that stands first and decodes what the parameters hold', () => {
    expect(table.find('GET', '/things/count').route.pattern).toBe('/things/count');
    const { route, params } = table.find('GET', '/things/a%2Fb%20%C3%B6/x');
    expect([route.pattern, param(params, 'id'), param(params, 'part')]).toEqual([
      '/things/:id/:part',
      'a/b ö',
      'x',
    ]);
  });

  it('ignores one trailing slash, not two', () => {
    expect(table.find('GET', '/things/7/').params.get('id')).toBe('7');
    expect(refusal('GET', '/things/7//')).toMatchObject({ status: 404 });
  });

  it('takes every method and every path below where a pattern says so', () => {
    for (const path of ['/closed', '/closed/', '/closed/a/b']) {
      expect(table.find('PUT', path).route.pattern).toBe('/closed/*');
    }
    expect(refusal('GET', '/closedness')).toMatchObject({ status: 404 });
  });

  it('tells an unknown path from an unknown method', () => {
    expect(refusal('GET', '/other')).toMatchObject({ status: 404, errorCode: 'NOT_FOUND' });
    expect(refusal('DELETE', '/things/7')).toMatchObject({
      status: 405,
      errorCode: 'METHOD_NOT_ALLOWED',
      message: "HTTP Method 'DELETE' not allowed. Allowed are GET,PATCH",
    });
  });

  it('takes a segment that cannot be decoded, or is empty, for an unknown path', () => {
    for (const path of ['/things/%E0%A4', '/things/%', '/things//x']) {
      expect(refusal('GET', path)).toBeInstanceOf(ApiError);
    }
  });
});
