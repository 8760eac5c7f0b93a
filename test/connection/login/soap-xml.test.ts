import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escapeXml, parseXml, xmlAt, xmlText } from '../../../src/connection/login/soap-xml.ts';

describe('parseXml', () => {
  it('finds elements by local name, whatever their prefix', () => {
    const root = parseXml('<s:a xmlns:s="u"><b><t:c>text</t:c></b></s:a>');
    expect(xmlText(xmlAt(root, 'a', 'b', 'c'))).toBe('text');
  });

  it('keeps text as text', () => {
    const root = parseXml('<a><b>007</b><c>true</c><d>1e5</d><e/></a>');
    expect(['b', 'c', 'd', 'e'].map((name) => xmlText(xmlAt(root, 'a', name)))).toEqual([
      '007',
      'true',
      '1e5',
      '',
    ]);
  });

  it('tells an element marked nil from an empty and from a missing one', () => {
    const root = parseXml('<a xmlns:xsi="u"><b xsi:nil="true"/><c></c></a>');
    expect(['b', 'c', 'd'].map((name) => xmlText(xmlAt(root, 'a', name)))).toEqual([null, '', undefined]);
  });

  it('replaces character numbers and the entities of XML, once', () => {
    expect(xmlText(xmlAt(parseXml('<a>&#163;&#xA3;&amp;&lt;&gt;&quot;&apos;&amp;lt;</a>'), 'a'))).toBe(
      '££&<>"\'&lt;',
    );
  });

  it.each([
    ['an entity of its own', '<!DOCTYPE a [<!ENTITY x "boom">]><a>&x;</a>'],
    ['a DOCTYPE in small letters', '<!doctype html><a/>'],
    ['no XML', '{"a":1}'],
    ['nothing', ''],
  ])('does not read %s', (_what, text) => {
    expect(parseXml(text)).toBeUndefined();
  });

  it('does not choose between two elements of one name', () => {
    expect(xmlAt(parseXml('<a><b>1</b><b>2</b></a>'), 'a', 'b')).toBeUndefined();
  });
});

describe('escapeXml', () => {
  it('brings any text through an XML document unchanged', () => {
    const character = fc.constantFrom('&', '<', '>', '"', "'", '\r', '\n', '£', '🔑', ']]>', '&amp;', 'x');
    fc.assert(
      fc.property(fc.array(character, { minLength: 1 }), (characters) => {
        // The reader trims white space at the ends of an element.
        const text = `|${characters.join('')}|`;
        expect(xmlText(xmlAt(parseXml(`<a>${escapeXml(text)}</a>`), 'a'))).toBe(text);
      }),
    );
  });
});
