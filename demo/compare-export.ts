import { readFile } from 'node:fs/promises';
import { parse } from 'csv-parse/sync';

/** What came of comparing the cases with the e-mails that they were made of. */
export interface Comparison {
  readonly rowCount: number;
  /** One sentence for each e-mail that is missing, doubled, or not byte for byte what it was. */
  readonly differences: readonly string[];
}

type Cells = Readonly<Record<string, string | undefined>>;

/** Reads both files and compares subject and body of every e-mail, as UTF-8 bytes. */
export async function compareExport(emailFile: string, caseFile: string): Promise<Comparison> {
  const emails = await read(emailFile);
  const cases = await read(caseFile);
  const byMessageId = new Map(cases.map((record) => [record['MessageId__c'], record]));
  const differences = emails.flatMap((email) => {
    const found = byMessageId.get(email['MessageId']);
    if (found === undefined) return [`${email['MessageId'] ?? ''} is missing`];
    const isSame =
      sameBytes(email['Subject'], found['Subject']) && sameBytes(email['Body'], found['Description']);
    return isSame ? [] : [`${email['MessageId'] ?? ''} changed`];
  });
  if (cases.length !== emails.length)
    differences.push(`${emails.length} e-mails became ${cases.length} cases`);
  return { rowCount: cases.length, differences };
}

async function read(file: string): Promise<Cells[]> {
  return parse(await readFile(file), { columns: true });
}

function sameBytes(one: string | undefined, other: string | undefined): boolean {
  return one !== undefined && other !== undefined && Buffer.from(one).equals(Buffer.from(other));
}
