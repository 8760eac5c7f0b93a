import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CsvError, CsvParser } from '../../../src/local-org/bulk/csv-parser.ts';
import { ApiError } from '../../../src/local-org/server/api-error.ts';
import { readJson } from '../../../src/local-org/server/read-body.ts';
import { RouteTable } from '../../../src/local-org/server/route-table.ts';
import { parseXml } from '../../../src/local-org/soap/xml-element.ts';
import { SoapFault } from '../../../src/local-org/soap/soap-fault.ts';
import { startTestOrg, type TestOrg } from '../../support/local-org.ts';
import { signIn, type OrgClient } from './org-client.ts';
import { sendRaw } from '../faults/wire.ts';

const seed = 20_261_125;

/** Text that is likely to hit a parser where it hurts. */
function spiced(...pieces: readonly string[]): fc.Arbitrary<string> {
  const piece = fc.oneof(fc.constantFrom(...pieces), fc.string({ unit: 'binary', maxLength: 6 }));
  return fc.array(piece, { maxLength: 20 }).map((parts) => parts.join(''));
}

describe('a parser refuses in its own words, whatever it is given', () => {
  it('XML: 4,000 documents', () => {
    const xml = spiced(
      '<a>',
      '</a>',
      '<a/>',
      '<n:b x="',
      '">',
      '&amp;',
      '&#x0;',
      '&lol;',
      '<![CDATA[',
      ']]>',
      '<!--',
      '-->',
    );
    const deep = fc.integer({ min: 1, max: 300 }).map((depth) => '<a>'.repeat(depth) + '</a>'.repeat(depth));
    fc.assert(
      fc.property(
        fc.oneof(
          xml,
          xml.map((inner) => `<r>${inner}</r>`),
          deep,
        ),
        (text) => {
          onlyThrows(SoapFault, () => parseXml(text));
        },
      ),
      { seed, numRuns: 4_000 },
    );
  });

  it('CSV: 4,000 files, in pieces', () => {
    const csv = spiced('"', '""', ',', '\n', '\r\n', '\r', '#N/A', '\u0000', '\ufeff');
    fc.assert(
      fc.property(csv, fc.nat(40), (text, cut) => {
        onlyThrows(CsvError, () => {
          const parser = new CsvParser(',');
          const bytes = Buffer.from(text);
          parser.push(bytes.subarray(0, cut));
          parser.push(bytes.subarray(cut));
          parser.end();
        });
      }),
      { seed, numRuns: 4_000 },
    );
  });

  it('JSON bodies: 3,000 of them, as bytes', async () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 60 }),
      spiced('{', '}', '[', ']', '"', ':', ',', '1e999', '-', '\\u', 'null').map((text) => Buffer.from(text)),
    );
    await fc.assert(
      fc.asyncProperty(bytes, async (body) => {
        const request = {
          method: 'POST',
          url: new URL('http://localhost/'),
          remoteAddress: '127.0.0.1',
          headers: { 'content-type': 'application/json' },
          body: oneChunk(body),
        };
        await readJson(request).catch((error: unknown) => {
          expect(error).toBeInstanceOf(ApiError);
        });
      }),
      { seed, numRuns: 3_000 },
    );
  });

  it('paths: 4,000 of them', () => {
    const routes = new RouteTable([
      { method: 'GET', pattern: '/services/data/:version/sobjects/:object/:id' },
      { method: '*', pattern: '/services/data/:version/tooling/*' },
    ]);
    const path = spiced('/', '//', '/services/data/', 'v67.0', 'sobjects', '%', '%00', '%2f', '..', '%ff');
    fc.assert(
      fc.property(path, fc.constantFrom('GET', 'PUT', ''), (text, method) => {
        onlyThrows(ApiError, () => routes.find(method, `/${text}`));
      }),
      { seed, numRuns: 4_000 },
    );
  });
});

describe('the org itself', () => {
  let org: TestOrg;
  let client: OrgClient;
  beforeAll(async () => {
    org = await startTestOrg();
    client = await signIn(org);
  });
  afterAll(() => org.close());

  it('survives 400 connections that send bytes', async () => {
    const bytes = spiced(
      'GET ',
      'POST ',
      '/services/data',
      ' HTTP/1.1\r\n',
      'Host: x\r\n',
      'Content-Length: 3\r\n',
      '\r\n',
    );
    await fc.assert(
      fc.asyncProperty(bytes, async (text) => {
        const { text: answer } = await sendRaw(org, `${text}\r\n\r\n\0\0\r\n\r\n`);
        expect(answer).toMatch(/^(?:HTTP\/1\.1 [2-4]\d\d [\s\S]*)?$/);
      }),
      { seed, numRuns: 400 },
    );
    expect((await fetch(`${org.url}/services/data`)).status).toBe(200);
  });

  it('answers 600 odd records and paths with 2xx or 4xx, never with a defect of its own', async () => {
    const name = fc.constantFrom(
      'Name',
      'Id',
      'attributes',
      'Account',
      'OwnerId',
      'Contacts',
      '__proto__',
      '',
    );
    const record = fc.dictionary(
      name,
      fc.oneof(fc.jsonValue({ maxDepth: 2 }), fc.string({ unit: 'binary' })),
    );
    const path = fc.constantFrom(
      '/sobjects/Account',
      '/sobjects/Case',
      '/composite',
      '/composite/sobjects',
      '/jobs/ingest',
      '/jobs/query',
    );
    await fc.assert(
      fc.asyncProperty(path, fc.oneof(record, fc.jsonValue()), async (where, body) => {
        const { status, text } = await client.call('POST', where, body);
        expect(status, text).toBeLessThan(500);
      }),
      { seed, numRuns: 600 },
    );
  });
});

/** Whether the work succeeds or throws this; anything else is a defect. */
function onlyThrows(type: new (...args: never[]) => Error, work: () => unknown): void {
  try {
    work();
  } catch (error) {
    expect(error).toBeInstanceOf(type);
  }
}

async function* oneChunk(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(bytes);
}
