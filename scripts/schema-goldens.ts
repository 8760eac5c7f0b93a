import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JsonSchema } from '../src/contract/schema.ts';
import { xmlSchemaOf } from '../src/index.ts';
import { localSchemas, type WantedSchemas } from './local-schemas.ts';

/**
 * Writes the golden files of schemas anew: for five objects, what four activities take or give, and one XML Schema each.
 * Whoever runs it reads the difference; a test checks that the files are current.
 */
export const goldenFolder = join(import.meta.dirname, '..', 'test', 'schema', 'golden');

const queries: Readonly<Record<string, string>> = {
  Case: `SELECT Id, CaseNumber, Subject, Status, IsClosed, CreatedDate, Contact.Email, Account.Owner.Name, Owner.Name,
    (SELECT CommentBody, IsPublished FROM CaseComments), (SELECT Subject, Status FROM EmailMessages) FROM Case`,
  Contact: `SELECT Id, Name, Birthdate, MailingLatitude, toLabel(LeadSource) source, ReportsTo.Email,
    (SELECT CaseNumber FROM Cases) FROM Contact`,
  Account: `SELECT Industry, COUNT(Id) accounts, SUM(AnnualRevenue) revenue, MAX(CreatedDate), AVG(NumberOfEmployees) size
    FROM Account GROUP BY Industry`,
  EmailMessage: 'SELECT FIELDS(ALL) FROM EmailMessage LIMIT 200',
  Knowledge__kav:
    'SELECT Id, KnowledgeArticleId, Title, UrlName, PublishStatus, Language FROM Knowledge__kav',
};

const keys: Readonly<Record<string, string>> = {
  Case: 'Id',
  Contact: 'Email',
  Account: 'Id',
  EmailMessage: 'Id',
  Knowledge__kav: 'UrlName',
};

/** The text of every golden file, by its name. */
export async function schemaGoldens(): Promise<ReadonlyMap<string, string>> {
  const wanted = Object.entries(queries).flatMap(
    ([object, query]): (WantedSchemas & { object: string })[] => [
      { object, type: 'query', options: { query: query.replaceAll(/\s+/g, ' ') } },
      { object, type: 'insert', options: { object } },
      { object, type: 'update', options: { object } },
      { object, type: 'upsert', options: { object, externalIdField: keys[object] } },
    ],
  );
  const schemas = await localSchemas(wanted);
  const files = new Map<string, string>();
  for (const [position, { object, type }] of wanted.entries()) {
    const { source, target } = schemas[position] ?? {};
    const schema = target ?? source;
    if (schema === undefined) throw new TypeError(`${type} of ${object} has no schema.`);
    files.set(`${object}.${type}.json`, propertyPerLine(schema.row));
    if (type === 'insert') files.set(`${object}.insert.xsd`, xmlSchemaOf(schema));
  }
  return files;
}

/** JSON with one column to a line, so that a difference shows the column. */
function propertyPerLine(row: JsonSchema): string {
  const members = Object.entries(row).map(([key, value]) => {
    const isColumns = key === 'properties' || key === 'patternProperties';
    return `  ${JSON.stringify(key)}: ${isColumns ? linesOf(value as JsonSchema) : JSON.stringify(value)}`;
  });
  return `{\n${members.join(',\n')}\n}\n`;
}

function linesOf(columns: JsonSchema): string {
  const lines = Object.entries(columns).map(
    ([name, schema]) => `    ${JSON.stringify(name)}: ${JSON.stringify(schema)}`,
  );
  return lines.length === 0 ? '{}' : `{\n${lines.join(',\n')}\n  }`;
}

if (import.meta.main) {
  mkdirSync(goldenFolder, { recursive: true });
  for (const name of readdirSync(goldenFolder)) rmSync(join(goldenFolder, name));
  for (const [name, text] of await schemaGoldens()) writeFileSync(join(goldenFolder, name), text);
}
