import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SoapFault } from '../../../src/local-org/soap/soap-fault.ts';
import { parseXml } from '../../../src/local-org/soap/xml-element.ts';
import { startTestOrg, type TestOrg } from '../../support/local-org.ts';
import { envelope, loginCall } from '../server/org-client.ts';

const megabyte = 1024 * 1024;
const fill = (text: string) => text.repeat(Math.ceil(megabyte / text.length));

describe('parseXml of a hostile megabyte', () => {
  // A parser that looks at each part again for every other needs minutes here.
  it.each([
    ['a name without end', `<${fill('a')}`],
    ['tags that are opened only', fill('<a>')],
    ['tags that never end', fill('<a "')],
    ['attributes without end', `<a ${fill('b="c" ')}`],
    ['blanks behind a name', `<a${fill(' ')}`],
    ['blanks behind an attribute', `<a b${fill(' ')}`],
    ['quotes', `<a b="${fill('"')}`],
    ['comments that do not end', fill('<!--')],
    ['CDATA that does not end', fill('<![CDATA[')],
    ['instructions that do not end', fill('<?a')],
    ['ends without starts', fill('</a>')],
    ['references that do not end', `<a>${fill('&amp')}</a>`],
    ['nesting', `${fill('<a>')}${fill('</a>')}`],
    ['a NUL in the text', `<a>${fill('x')}\0</a>`],
    ['an attribute given twice', '<a b="1" b="2"/>'],
    ['two roots', '<a/><b/>'],
    ['an entity in an attribute', '<a b="&e;"/>'],
  ])('refuses %s at once', (_what, text) => {
    const begin = performance.now();
    expect(() => parseXml(text)).toThrow('Failed to parse the request');
    expect(performance.now() - begin).toBeLessThan(5_000);
  });

  it('reads siblings, text and attributes of that size', () => {
    expect(parseXml(`<a>${fill('<b/>')}</a>`).children).toHaveLength(megabyte / 4);
    expect(parseXml(`<a>${fill('&lt;')}</a>`).text).toHaveLength(megabyte / 4);
    expect(parseXml(`<a b="${fill('x')}"/>`).name).toBe('a');
  });

  it('knows namespaces by declaration, not by prefix', () => {
    const root = parseXml('<p:a xmlns:p="urn:1" xmlns="urn:2"><b/><p:c xmlns:p="urn:3"/></p:a>');
    expect([root.namespace, ...root.children.map(({ namespace }) => namespace)]).toEqual([
      'urn:1',
      'urn:2',
      'urn:3',
    ]);
  });
});

describe('parseXml of random markup', () => {
  const token = fc.constantFrom(
    ...['<a>', '</a>', '<b/>', '<a', '>', '/>', ' b="1"', " c='", '"', '&lt;', '&', ';', '<!--', '-->'],
    ...[
      '<![CDATA[',
      ']]>',
      '<?x',
      '?>',
      'xmlns:p="u"',
      '<p:a>',
      '</p:a>',
      '\n',
      '\0',
      '=',
      '😀',
      '<!DOCTYPE a>',
    ],
  );

  it('gives an element or a SoapFault, nothing else', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(token, fc.string()), { maxLength: 30 }), (tokens) => {
        try {
          expect(typeof parseXml(tokens.join('')).name).toBe('string');
        } catch (error) {
          expect(error).toBeInstanceOf(SoapFault);
        }
      }),
      { numRuns: 10_000 },
    );
  });
});

describe('the SOAP endpoint', () => {
  let org: TestOrg;
  beforeAll(async () => {
    org = await startTestOrg();
  });
  afterAll(() => org.close());

  const post = async (body: string | Uint8Array<ArrayBuffer>) => {
    const response = await fetch(`${org.url}/services/Soap/u/64.0`, {
      method: 'POST',
      headers: { 'Content-Type': 'text/xml', SOAPAction: '""' },
      body,
    });
    return { status: response.status, text: await response.text() };
  };

  it('answers a fault to bytes that are no UTF-8', async () => {
    const { status, text } = await post(Uint8Array.from([0x3c, 0x61, 0x3e, 0xff, 0xfe]));
    expect(status).toBe(500);
    expect(text).toContain('<faultcode>soapenv:Client</faultcode>');
  });

  it('answers a fault to more than 50 MB', async () => {
    const { text } = await post(new Uint8Array(50 * megabyte + 1).fill(0x20));
    expect(text).toContain('<faultcode>sf:EXCEEDED_MAX_SIZE_REQUEST</faultcode>');
  });

  it('refuses a call in the namespace of another API', async () => {
    const call = envelope(loginCall('a', 'b')).replace('urn:partner', 'urn:metadata');
    expect((await post(call)).text).toContain(
      'No operation available for request {urn:metadata.soap.sforce.com}login',
    );
  });
});
