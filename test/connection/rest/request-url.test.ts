import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { describeCall, isQueryCall, requestUrl } from '../../../src/connection/rest/request-url.ts';

function urlOf(
  path: string,
  query?: Readonly<Record<string, string>>,
  origin = 'https://acme.my.salesforce.com',
): string {
  const request = {
    method: 'GET',
    path,
    callClass: 'idempotent',
    ...(query === undefined ? {} : { query }),
  } as const;
  return requestUrl(new URL(origin), '67.0', request).href.replace(new URL(origin).origin, '');
}

describe('requestUrl', () => {
  it('puts a relative path below the versioned root', () => {
    expect(urlOf('sobjects/Case/describe')).toBe('/services/data/v67.0/sobjects/Case/describe');
  });

  it('follows a path from the host verbatim', () => {
    expect(urlOf('/services/data/v66.0/query/01gRO0000016PIAYA2-500')).toBe(
      '/services/data/v66.0/query/01gRO0000016PIAYA2-500',
    );
    expect(urlOf('/services/data/v66.0/jobs/query/750/results?locator=MTAw&maxRecords=5')).toBe(
      '/services/data/v66.0/jobs/query/750/results?locator=MTAw&maxRecords=5',
    );
  });

  it('makes no double slash of a host that ends in one (B10)', () => {
    expect(urlOf('limits', undefined, 'https://acme.my.salesforce.com/')).toBe('/services/data/v67.0/limits');
  });

  it('encodes the + of a time zone and everything else of a query (D28)', () => {
    expect(
      urlOf('query', { q: 'SELECT Id FROM Case WHERE CreatedDate > 2026-01-01T00:00:00+01:00 & x' }),
    ).toBe(
      '/services/data/v67.0/query?q=SELECT%20Id%20FROM%20Case%20WHERE%20CreatedDate%20%3E%202026-01-01T00%3A00%3A00%2B01%3A00%20%26%20x',
    );
  });

  it('adds a query to a path that has one', () => {
    expect(urlOf('jobs/query/1/results?maxRecords=5', { locator: 'a b' })).toBe(
      '/services/data/v67.0/jobs/query/1/results?maxRecords=5&locator=a%20b',
    );
  });

  it('brings every query value back out of the address', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (value) => {
        const url = new URL(urlOf('query', { q: value }), 'https://acme.my.salesforce.com');
        expect(url.searchParams.get('q')).toBe(value);
      }),
    );
  });

  it.each([
    '//evil.example/x',
    '/@evil.example',
    '@evil.example',
    '\\\\evil.example',
    'https://evil.example',
  ])('never leaves the host for %s', (path) => {
    const request = { method: 'GET', path, callClass: 'idempotent' } as const;
    expect(requestUrl(new URL('https://acme.my.salesforce.com'), '67.0', request).host).toBe(
      'acme.my.salesforce.com',
    );
  });
});

describe('describeCall', () => {
  it.each([
    ['query?q=SELECT Name FROM Case', 'GET query'],
    ['sobjects/Case/500000000000001AAA', 'GET sobjects/Case/500000000000001AAA'],
    ['sobjects/Contact/Email/ada@example.com', 'GET sobjects/Contact/Email/…'],
    ['jobs/ingest/750/batches', 'GET jobs/ingest/750/batches'],
  ])('words %s as %s', (path, words) => {
    expect(describeCall({ method: 'GET', path })).toBe(words);
  });
});

describe('isQueryCall', () => {
  it('knows queries by REST and as bulk jobs, and nothing else', () => {
    const queries = [
      'query',
      'queryAll?q=x',
      '/services/data/v67.0/query/01g-500',
      'jobs/query',
      'jobs/query/750/results',
    ];
    const others = ['sobjects/Query__c', 'jobs/ingest', 'sobjects/Case/describe', 'queryX'];
    expect(queries.map((path) => isQueryCall({ path }))).toEqual(queries.map(() => true));
    expect(others.map((path) => isQueryCall({ path }))).toEqual(others.map(() => false));
  });
});
