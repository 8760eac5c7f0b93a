import { describe, expect, test } from 'vitest';
import { previewRows, renderPreview } from '../../src/cli/preview-activity.ts';
import { printable } from '../../src/cli/render/printable.ts';
import { recordTable } from '../../src/cli/render/record-table.ts';

describe('a preview', () => {
  test('shows ten rows, or as many as are asked for', () => {
    expect([previewRows({}), previewRows({ preview: true }), previewRows({ preview: 0 })]).toEqual([
      undefined,
      10,
      0,
    ]);
  });

  test('takes no options of a run', () => {
    const options = { preview: true, in: 'a.csv', transformation: 't' } as const;
    expect(() => previewRows(options)).toThrow('--in, --transformation would do nothing');
    expect(() => previewRows({ preview: 0, out: '-' })).toThrow('--out');
    expect(previewRows({ in: 'a.csv' })).toBeUndefined();
  });

  test('says that there are no rows, unless none were asked for', () => {
    const none = { statement: 'SELECT Id FROM Case', rows: [], truncated: false };
    expect(renderPreview(none, 10)).toBe('SELECT Id FROM Case\n\nno rows');
    expect(renderPreview(none, 0)).toBe('SELECT Id FROM Case');
  });

  test('shows what a terminal would obey', () => {
    const rows = [{ Subject: 'a\u001b[2Jb\u0007', Tab: 'x\ty' }];
    expect(renderPreview({ statement: 'S', rows, truncated: true }, 1).split('\n')).toEqual([
      'S',
      '',
      'Subject            Tab',
      'a\\u001b[2Jb\\u0007  x y',
      'and more rows',
    ]);
  });
});

test('a record shows what a terminal would obey, on one line a field', () => {
  expect(recordTable({ A: '\u001b]0;title\u0007', B: 'two\r\nlines', C: '\u009b\u202e' })).toBe(
    'A  \\u001b]0;title\\u0007\nB  two lines\nC  \\u009b\\u202e',
  );
});

test('a text for people keeps its lines and tabs, and nothing else that a terminal obeys', () => {
  expect(printable('a\tb\nc\rd\u001b[31m')).toBe('a\tb\nc\\u000dd\\u001b[31m');
});
