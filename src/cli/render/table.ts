/** A table with aligned columns and no lines; numbers and the names above them go to the right. No trailing space, no final line end. */
export function table(rows: readonly (readonly (string | number)[])[], header?: readonly string[]): string {
  const all = header === undefined ? rows : [header, ...rows];
  const cells = all.map((row) =>
    row.map((cell) => (typeof cell === 'number' ? cell.toLocaleString('en-US') : cell)),
  );
  const widths: number[] = [];
  for (const row of cells) {
    for (const [index, cell] of row.entries()) widths[index] = Math.max(widths[index] ?? 0, cell.length);
  }
  return all
    .map((row, line) =>
      row
        .map((cell, index) => {
          const text = cells[line]?.[index] ?? '';
          const width = widths[index] ?? 0;
          const isNumber = typeof (header !== undefined && line === 0 ? rows[0]?.[index] : cell) === 'number';
          return isNumber ? text.padStart(width) : text.padEnd(width);
        })
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
