import fc from 'fast-check';

/** Cell text with everything that breaks CSV readers: quotes, delimiters, line ends, NUL, emoji, plain nothing. */
export const cell = fc.string({
  unit: fc.constantFrom(
    'a',
    'Z',
    '0',
    ' ',
    '"',
    ',',
    ';',
    '|',
    '\t',
    '\n',
    '\r\n',
    '\r',
    '\0',
    'ö',
    '漢',
    '😀',
    "'",
    '#N/A',
  ),
  maxLength: 12,
});

/** A table: column names and records of as many cells. */
export const table = fc
  .uniqueArray(fc.stringMatching(/^[A-Z][a-z]{0,6}(?:__c)?$/), {
    minLength: 1,
    maxLength: 5,
    selector: (name) => name.toLowerCase(),
  })
  .chain((columns) =>
    fc.record({
      columns: fc.constant(columns),
      records: fc.array(fc.array(cell, { minLength: columns.length, maxLength: columns.length }), {
        maxLength: 12,
      }),
    }),
  );

/** The table as CSV with every cell quoted, as Salesforce writes it. */
export function quotedCsv(
  { columns, records }: { columns: readonly string[]; records: readonly (readonly string[])[] },
  { delimiter = ',', lineEnding = '\n' } = {},
): string {
  const line = (cells: readonly string[]): string =>
    cells.map((text) => `"${text.replaceAll('"', '""')}"`).join(delimiter) + lineEnding;
  return [columns, ...records].map(line).join('');
}
