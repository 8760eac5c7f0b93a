import type { Row, RowBatch } from '../../src/index.ts';

/** A contact with six fields, and its number in its e-mail address, which is the key of an upsert. */
export function contactRow(number: number, round: number): Record<string, string> {
  return {
    LastName: `Name ${number}`,
    FirstName: `First ${round}`,
    Email: `p${number}@example.com`,
    Phone: `555 ${number}`,
    MailingCity: `Town ${number % 90}`,
    Description: `It began this morning on floor ${number}`,
  };
}

/** Ten fields of every contact. */
export const contactQuery =
  'SELECT Id, LastName, FirstName, Email, Phone, MailingCity, Description, CreatedDate, LastModifiedDate, OwnerId FROM Contact';

/** Rows made while they are asked for, so that none has to be kept. */
export async function* generated(rowCount: number, rowOf: (number: number) => Row): AsyncGenerator<RowBatch> {
  const batchSize = 1_000;
  for (let first = 0; first < rowCount; first += batchSize) {
    const length = Math.min(batchSize, rowCount - first);
    yield { firstRowIndex: first, rows: Array.from({ length }, (_, index) => rowOf(first + index)) };
    // A source of its own would wait for something here.
    await Promise.resolve();
  }
}
