import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SoapFault } from '../../../src/local-org/soap/soap-fault.ts';
import { escapeXml, scalar } from '../../../src/local-org/soap/write-xml.ts';
import { childOf, parseXml } from '../../../src/local-org/soap/xml-element.ts';

describe('parseXml', () => {
  it('reads back any text that was escaped, white space included', () => {
    // XML has no control characters, and reads a carriage return as a line feed.
    const text = fc.string({ unit: 'grapheme' }).map((value) => value.replace(/\p{Cc}/gu, ' '));
    fc.assert(
      fc.property(text, (value) => {
        expect(parseXml(`<a>${escapeXml(value)}</a>`).text).toBe(value);
      }),
    );
  });

  it('keeps elements in their order, without prefixes, comments and attributes', () => {
    const root = parseXml(
      '<?xml version="1.0"?><!-- <x> --><e:a xmlns:e="urn:x" b="1 > 0"><e:b/><c>1</c><!-- </a> --><e:b>2</e:b></e:a>',
    );
    expect(root.name).toBe('a');
    expect(root.children.map(({ name, text }) => [name, text])).toEqual([
      ['b', ''],
      ['c', '1'],
      ['b', '2'],
    ]);
    expect(childOf(root, 'b')?.text).toBe('');
    expect(childOf(root, 'd')).toBeUndefined();
    expect(childOf(undefined, 'd')).toBeUndefined();
  });

  it('resolves references in text and leaves them alone in CDATA', () => {
    expect(parseXml('<a>&lt;&#65;&#x1F600;<![CDATA[&lt;<b>]]>&amp;</a>').text).toBe('<A😀&lt;<b>&');
  });

  it.each([
    '<!DOCTYPE a><a/>',
    '<a>&nbsp;</a>',
    '<a>&#0;</a>',
    '<a>&#x110000;</a>',
    '<a>& b</a>',
    '<a><b></a></b>',
    '<a>',
    '</a>',
    '',
    'text',
    '<a>1 < 2</a>',
  ])('refuses %j', (text) => {
    expect(() => parseXml(text)).toThrow(SoapFault);
  });
});

describe('scalar', () => {
  it('writes null as nil, everything else as escaped text', () => {
    expect(scalar('a', null)).toBe('<a xsi:nil="true"/>');
    expect(scalar('a', false)).toBe('<a>false</a>');
    expect(scalar('a', '<&>')).toBe('<a>&lt;&amp;&gt;</a>');
  });
});
