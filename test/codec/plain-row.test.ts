import { describe, expect, it } from 'vitest';
import { plainRow, requirePlain } from '../../src/codec/plain-row.ts';
import type { Row } from '../../src/contract/row.ts';

/** What a host in JavaScript may pass for a row. */
const loose = (row: object): Row => row as Row;

describe('plainRow', () => {
  it('gives the very row that holds no object', () => {
    const day = new Date(0);
    const row = loose({ A: 'x', B: null, C: 0, D: false, E: [{ F: 1 }], G: undefined, H: day });
    expect(plainRow(row)).toBe(row);
  });

  it.each<[object, Row]>([
    [{ attributes: { type: 'Case', url: '/x' }, Subject: 'a' }, { Subject: 'a' }],
    [{ attributes: 'a text', Subject: 'a' }, loose({ attributes: 'a text', Subject: 'a' })],
    [{ Account: { Ext__c: 'x' } }, { 'Account.Ext__c': 'x' }],
    [
      { A: 1, Account: { Ext__c: null }, B: 2 },
      { A: 1, 'Account.Ext__c': null, B: 2 },
    ],
    [{ Account: { attributes: { type: 'Account' }, Ext__c: 'x' } }, { 'Account.Ext__c': 'x' }],
    [{ Account: { Ext__c: 'x', Name: undefined } }, { 'Account.Ext__c': 'x' }],
  ])('A13 makes of %j the row %j', (given, row) => {
    expect(plainRow(loose(given))).toEqual(row);
    expect(() => {
      requirePlain(plainRow(loose(given)), 0);
    }).not.toThrow();
  });

  it.each([
    [{ Account: {} }, 'Account'],
    [{ Account: { Ext__c: 'x', Name: 'y' } }, 'Account'],
    [{ Account: { Parent: { Ext__c: 'x' } } }, 'Account'],
    [{ Account: { Ext__c: ['x'] } }, 'Account'],
    [{ Account: { Ext__c: 'x' }, 'Account.Ext__c': 'y' }, 'Account'],
    [{ Subject: { 1: 'a', 2: 'b' } }, 'Subject'],
  ])('A13 leaves %j to be refused by row and column, without its values', (given, column) => {
    expect(() => {
      requirePlain(plainRow(loose(given)), 6);
    }).toThrow(
      expect.objectContaining({
        code: 'invalid-value',
        details: { column, rowIndex: 6 },
        message: `Row 7, column ${column}: an object does not fit into a field; name a parent by a column like Account.Ext__c.`,
      }),
    );
  });
});
