import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { columnDelimiters, type ColumnDelimiter } from '../../../src/local-org/bulk/csv-dialect.ts';
import { startTestOrg, type TestOrg } from '../../support/local-org.ts';
import { at, queryPath, signIn, textAt, type OrgClient } from '../server/org-client.ts';
import { runIngest } from './run-job.ts';

let org: TestOrg;
let client: OrgClient;
beforeAll(async () => {
  org = await startTestOrg();
  client = await signIn(org);
});
afterAll(() => org.close());

const insertContact = { object: 'Contact', operation: 'insert' };
const insertCase = { object: 'Case', operation: 'insert' };

async function find(soql: string): Promise<Record<string, unknown>[]> {
  return at(await client.call('GET', queryPath(soql)), 'records') as Record<string, unknown>[];
}

/** In the order of the upload, which is not that of the results. */
function idsOf(results: string): string[] {
  return [...results.matchAll(/"(003\w{15})"/g)].map(([, id]) => id!).sort();
}

describe('the rows of an ingest job', () => {
  it('end in successfulResults or failedResults, with every value quoted and the columns echoed', async () => {
    const run = await runIngest(
      client,
      insertContact,
      'LastName,Email,Description\nGood,good@rows.example,"say ""hi"""\n,bad@rows.example,x\n',
    );
    const id = /"(003\w{15})"/.exec(run.successful)?.[1] ?? '';
    expect(run.info.body).toMatchObject({
      state: 'JobComplete',
      numberRecordsProcessed: 2,
      numberRecordsFailed: 1,
      retries: 0,
    });
    expect(run.successful).toBe(
      '"sf__Id","sf__Created","LastName","Email","Description"\n' +
        `"${id}","true","Good","good@rows.example","say ""hi"""\n`,
    );
    expect(run.failed).toBe(
      '"sf__Id","sf__Error","LastName","Email","Description"\n' +
        '"","REQUIRED_FIELD_MISSING:Required fields are missing: [LastName]:LastName --","","bad@rows.example","x"\n',
    );
    expect(run.unprocessed).toBe('"LastName","Email","Description"\n');
  });

  it.each(
    (Object.keys(columnDelimiters) as ColumnDelimiter[]).flatMap((columnDelimiter) =>
      (['LF', 'CRLF'] as const).map((lineEnding) => [columnDelimiter, lineEnding] as const),
    ),
  )('are read and echoed with %s and %s', async (columnDelimiter, lineEnding) => {
    const delimiter = columnDelimiters[columnDelimiter];
    const end = { LF: '\n', CRLF: '\r\n' }[lineEnding];
    const name = `"D ${columnDelimiter} ${delimiter} ${lineEnding}"`;
    const text = [
      ['LastName', 'FirstName'],
      [name, 'F'],
      ['', 'F'],
    ]
      .map((row) => row.join(delimiter) + end)
      .join('');
    const run = await runIngest(client, { ...insertContact, columnDelimiter, lineEnding }, text);
    expect(run.info.body).toMatchObject({ numberRecordsProcessed: 2, numberRecordsFailed: 1 });
    expect(run.successful.split(end)[1]?.slice(20)).toBe(
      `${delimiter}"true"${delimiter}${name}${delimiter}"F"`,
    );
    expect(run.failed.split(end)[0]).toBe(
      ['"sf__Id"', '"sf__Error"', '"LastName"', '"FirstName"'].join(delimiter),
    );
    expect(await find(`SELECT Id FROM Contact WHERE LastName = ${name.replaceAll('"', "'")}`)).toHaveLength(
      1,
    );
  });

  it('leave a field alone for an empty cell and clear it for #N/A (A12)', async () => {
    const inserted = await runIngest(client, insertContact, 'LastName,Phone,Title\nNulls,1,T\nNulls,2,T\n');
    const ids = idsOf(inserted.successful);
    const update = { object: 'Contact', operation: 'update' };
    const run = await runIngest(client, update, `Id,Phone,Title\n${ids[0]!},#N/A,\n${ids[1]!},,#N/A\n`);
    expect(run.successful).toContain(`"${ids[0]!}","false"`);
    expect(await find("SELECT Phone, Title FROM Contact WHERE LastName = 'Nulls' ORDER BY Id")).toMatchObject(
      [
        { Phone: null, Title: 'T' },
        { Phone: '2', Title: null },
      ],
    );
  });

  it('keep line breaks, emoji, NUL and quotes byte for byte', async () => {
    const text = 'a\r\nb\nc "q" 😀 ö \0 |;^`\t';
    await runIngest(client, insertContact, `LastName,Description\nExact,"${text.replaceAll('"', '""')}"\n`);
    const [record] = await find("SELECT Description FROM Contact WHERE LastName = 'Exact'");
    expect(record?.['Description']).toBe(text);
  });

  it('are matched to their columns in any case and any order', async () => {
    await runIngest(client, insertContact, 'EMAIL,lastname\nany@order.example,Any\n');
    expect(await find("SELECT Email FROM Contact WHERE LastName = 'Any'")).toMatchObject([
      { Email: 'any@order.example' },
    ]);
  });

  it('fail alone when a quote stands where none may stand or cells are too many', async () => {
    const run = await runIngest(
      client,
      insertContact,
      'LastName,Phone\nOk1,1\nBad, "2"\nLong,1,2\nShort\nOk2,3\n',
    );
    expect(run.info.body).toMatchObject({
      state: 'JobComplete',
      numberRecordsProcessed: 5,
      numberRecordsFailed: 2,
    });
    expect(run.failed).toContain('Found unescaped quote. A value with quote should be within a quote:--');
    expect(run.failed).toContain('The row has 3 columns, the header 2');
    expect(run.successful).toContain('"Short",""\n');
  });

  it('find their parents by external id, one level up', async () => {
    await runIngest(client, insertContact, 'LastName,Email\nParent,parent@rows.example\n');
    const run = await runIngest(
      client,
      insertCase,
      'Subject,Contact.Email,User:Owner.Username\n' +
        `With parents,parent@rows.example,${org.username}\n` +
        `Orphan,nobody@rows.example,${org.username}\n` +
        'None,#N/A,\n',
    );
    expect(run.info.body).toMatchObject({ numberRecordsProcessed: 3, numberRecordsFailed: 1 });
    expect(run.failed).toContain('Orphan');
    expect(
      await find(
        "SELECT Contact.LastName FROM Case WHERE Subject IN ('With parents', 'None') ORDER BY Subject",
      ),
    ).toMatchObject([{ Contact: null }, { Contact: { LastName: 'Parent' } }]);
  });

  it('of an upsert say whether they were created; twins among them fail together (E27)', async () => {
    const upsert = { object: 'Contact', operation: 'upsert', externalIdFieldName: 'Email' };
    await runIngest(client, upsert, 'Email,LastName\nold@up.example,Old\n');
    const run = await runIngest(
      client,
      upsert,
      'Email,LastName\nold@up.example,New\nnew@up.example,New\ntwin@up.example,T1\ntwin@up.example,T2\n,NoKey\n',
    );
    expect(run.successful).toMatch(/"003\w{15}","false","old@up.example","New"/);
    expect(run.successful).toMatch(/"003\w{15}","true","new@up.example","New"/);
    expect(
      run.failed.match(/DUPLICATE_VALUE:Duplicate external id specified: twin@up.example:--/g),
    ).toHaveLength(2);
    expect(run.failed).toContain('MISSING_ARGUMENT:Email not specified:--');
  });

  it('name all the errors of a row, not the first one only (C28)', async () => {
    const run = await runIngest(
      client,
      { object: 'Account', operation: 'insert' },
      `Name,Phone,Fax\nA,${'1'.repeat(41)},${'2'.repeat(41)}\n`,
    );
    const [, error] = /^"","((?:[^"]|"")*)"/m.exec(run.failed)!;
    expect(error!.split(';').map((part) => part.slice(part.lastIndexOf(':')))).toEqual([
      ':Phone --',
      ':Fax --',
    ]);
  });

  it.each([
    ['Birthdate', '01/02/2000', 'xsd:date'],
    ['Birthdate', '2000-01-02T00:00:00Z', 'xsd:date'],
    ['EmailBouncedDate', '2018-09-28', 'xsd:dateTime'],
    ['MailingLatitude', '12,5', 'xsd:double'],
  ])('fail alone for a %s of %s', async (field, value, type) => {
    const csv = `LastName,${field}\nGood,\nBad,"${value}"\n`;
    const { info, failed } = await runIngest(client, insertContact, csv);
    expect(info.body).toMatchObject({ numberRecordsProcessed: 2, numberRecordsFailed: 1 });
    expect(failed).toContain(
      `"INVALID_FIELD:Failed to deserialize field at col 1. Due to, '${value}' is not a valid value for the type ` +
        `${type}:${field} --"`,
    );
  });

  it('of an update and a delete need an Id of the right object', async () => {
    const inserted = await runIngest(client, insertContact, 'LastName\nDoomed\n');
    const id = /"(003\w{15})"/.exec(inserted.successful)![1]!;
    const update = await runIngest(client, { object: 'Contact', operation: 'update' }, 'Id,Title\n,T\n');
    expect(update.failed).toContain('MISSING_ARGUMENT:Id not specified in an update call:--');

    const remove = await runIngest(
      client,
      { object: 'Contact', operation: 'delete' },
      `Id\n${id}\n001RO0000000001YAA\nnonsense\n`,
    );
    expect(remove.info.body).toMatchObject({ numberRecordsProcessed: 3, numberRecordsFailed: 2 });
    expect(remove.failed).toContain(
      'MALFORMED_ID:Contact ID: id value of incorrect type: 001RO0000000001YAA',
    );
    const again = await runIngest(client, { object: 'Contact', operation: 'delete' }, `Id\n${id}\n`);
    expect(again.failed).toContain('ENTITY_IS_DELETED');
  });

  it('of a hardDelete are gone for queryAll too', async () => {
    const inserted = await runIngest(client, insertContact, 'LastName\nSoft\nHard\n');
    const [soft, hard] = idsOf(inserted.successful);
    await runIngest(client, { object: 'Contact', operation: 'delete' }, `Id\n${soft!}\n`);
    await runIngest(client, { object: 'Contact', operation: 'hardDelete' }, `Id\n${hard!}\n`);
    const all = await client.call(
      'GET',
      queryPath("SELECT LastName, IsDeleted FROM Contact WHERE LastName IN ('Soft', 'Hard')", 'queryAll'),
    );
    expect(at(all, 'records')).toMatchObject([{ LastName: 'Soft', IsDeleted: true }]);
  });
});

describe('a job whose data cannot be read', () => {
  const twoRows = '\nA,B\nC,D\n';

  it.each([
    ['an unknown field', insertContact, 'LastName,Foo', 'InvalidBatch : Field name not found : Foo'],
    [
      'the wrong delimiter',
      insertContact,
      'LastName;Email',
      'InvalidBatch : Field name not found : LastName;Email',
    ],
    [
      'an unknown relationship',
      insertContact,
      'LastName,Foo.Id',
      'InvalidBatch : Field name not found : Foo.Id',
    ],
    [
      'a parent field that is no external id',
      insertCase,
      'Contact.Phone,Subject',
      'InvalidBatch : Field name not found : Contact.Phone',
    ],
    [
      'a polymorphic parent without its type',
      insertCase,
      'Owner.Username,Subject',
      'InvalidBatch : Field name not found : Owner.Username',
    ],
    [
      'a type where it is not needed',
      insertCase,
      'Contact:Contact.Email,Subject',
      'InvalidBatch : type is not needed for non polymorphic foreign key references: Contact',
    ],
    [
      'type and relationship swapped',
      insertCase,
      'Owner:User.Username,Subject',
      'InvalidBatch : Unable to find relationship: User',
    ],
    [
      'a type without a dot',
      insertCase,
      'User:Owner:Username,Subject',
      'InvalidBatch : Field name not found : User:Owner:Username',
    ],
    [
      'a field twice',
      insertContact,
      'LastName,lastname',
      'InvalidBatch : Field name duplicated in the header : lastname',
    ],
    [
      'a quoted header behind a byte order mark (B5)',
      insertContact,
      '\uFEFF"LastName","Email"',
      'InvalidBatch : Failed to parse CSV. Found unescaped quote. A value with quote should be within a quote',
    ],
    [
      'more than Id in a delete',
      { object: 'Contact', operation: 'delete' },
      'Id,LastName',
      'InvalidBatch : A delete takes the Id column only',
    ],
  ])(
    'fails as a whole for %s, with nothing processed and every row unprocessed',
    async (_what, settings, header, message) => {
      const { info, unprocessed } = await runIngest(client, settings, header + twoRows);
      expect(info.body).toMatchObject({
        state: 'Failed',
        errorMessage: message,
        numberRecordsProcessed: 0,
        numberRecordsFailed: 0,
      });
      expect(unprocessed.trimEnd().split('\n')).toHaveLength(3);
    },
  );

  it.each([
    ['LF', '\r\n'],
    ['CRLF', '\n'],
  ])('fails for the wrong line end when the job says %s (B6)', async (lineEnding, end) => {
    const { info } = await runIngest(client, { ...insertContact, lineEnding }, `LastName${end}A${end}`);
    expect(info.body).toMatchObject({
      state: 'Failed',
      errorMessage: `ClientInputError : LineEnding is invalid on user data. Current LineEnding setting is ${lineEnding}`,
      numberRecordsProcessed: 0,
    });
  });

  it('keeps the rows before a foreign line end and leaves the others unprocessed', async () => {
    const run = await runIngest(client, insertContact, 'LastName\nKept1\nKept2\nForeign\r\nAfter\n');
    expect(run.info.body).toMatchObject({ state: 'Failed', numberRecordsProcessed: 2 });
    expect(textAt(run.info, 'errorMessage')).toContain('LineEnding is invalid');
    expect(run.unprocessed.split('\n').sort()).toEqual(['', '"After"', '"Foreign"', '"LastName"']);
    expect(await find("SELECT Id FROM Contact WHERE LastName IN ('Kept1', 'Kept2')")).toHaveLength(2);
  });

  it('fails for a quote that is never closed', async () => {
    const { info } = await runIngest(client, insertContact, 'LastName\n"Open\n');
    expect(textAt(info, 'errorMessage')).toBe(
      'InvalidBatch : Failed to parse CSV. EOF reached before closing an opened quote',
    );
  });
});
