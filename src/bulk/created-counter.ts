import { columnDelimiters, type CsvDialect } from '../codec/csv/dialect.ts';

const quote = 0x22;
const lineFeed = 0x0a;
const letterT = 0x74;

/**
 * Counts the rows of a `successfulResults` file whose second cell (`sf__Created`) is `true`, without parsing it: the
 * first letter of that cell tells.
 */
export class CreatedCounter {
  readonly #delimiter: number;
  #inQuotes = false;
  /** 0 before the first delimiter of a record, 1 at the start of the second cell, 2 behind that. */
  #cell = 0;
  #isHeader = true;
  #count = 0;

  constructor(dialect: CsvDialect) {
    this.#delimiter = columnDelimiters[dialect.columnDelimiter].charCodeAt(0);
  }

  get count(): number {
    return this.#count;
  }

  push(chunk: Uint8Array): void {
    let inQuotes = this.#inQuotes;
    let cell = this.#cell;
    for (const byte of chunk) {
      if (byte === quote) inQuotes = !inQuotes;
      else if (byte === lineFeed && !inQuotes) {
        cell = 0;
        this.#isHeader = false;
      } else if (cell === 1) {
        if (byte === letterT && !this.#isHeader) this.#count++;
        cell = 2;
      } else if (cell === 0 && byte === this.#delimiter && !inQuotes) cell = 1;
    }
    this.#inQuotes = inQuotes;
    this.#cell = cell;
  }
}
