import type { Actor, InputFields, OrgDatabase } from '../records/org-database.ts';

const companies = ['Acme Printing', 'Northwind Bikes', 'Globex Heating', 'Initech Software'];

const people = [
  ['Ada', 'Okafor'],
  ['Björn', 'Lindqvist'],
  ['Chiara', 'Rossi'],
  ['Deepa', 'Nair'],
  ['Emil', 'Novák'],
  ['Fatima', 'Haddad'],
  ['Grace', 'Kim'],
  ['Hugo', 'Martínez'],
] as const;

const complaints = [
  ['Printer says "PC LOAD LETTER"', 'It began this morning.\nThe tray is full, I looked.'],
  ['Invoice shows the wrong address', 'We moved in May; please send it again.'],
  ['Brake squeals when wet', 'Only the rear one, and only downhill.'],
  ['Heating does not start', 'Error E4 on the display; the room has 12 °C.'],
  ['Cannot sign in since the update', 'Password reset did not help 😕'],
] as const;

const statuses = ['New', 'Working', 'Escalated', 'Closed'];
const origins = ['Email', 'Phone', 'Web'];
const priorities = ['Medium', 'High', 'Low'];
const caseCount = 20;

/**
 * Puts a few business records into an org that has none: accounts, their contacts, the contacts' cases, and a comment
 * on every second case. The same ones in every org, less those that the rules of its schema file refuse. An org that
 * has accounts already is left as it is.
 */
export function seedSamples(db: OrgDatabase, actor: Actor): void {
  const accounts = db.query('SELECT Id FROM Account', { actor, includeDeleted: true, dialect: 'rest' });
  if (accounts.totalSize() > 0) return;
  db.transaction(() => {
    addSamples(db, actor);
  });
}

function addSamples(db: OrgDatabase, actor: Actor): void {
  const add = (object: string, fields: InputFields): string | null => {
    const result = db.insert(object, fields, actor);
    return result.success ? result.id : null;
  };
  const accountIds = companies.map((Name) => add('Account', { Name }));
  const contacts = people.map(([FirstName, LastName], index) => {
    const AccountId = cycled(accountIds, index);
    const Email = `${FirstName}.${LastName}@example.com`
      .normalize('NFD')
      .replace(/[^\w.@]/g, '')
      .toLowerCase();
    return { AccountId, ContactId: add('Contact', { FirstName, LastName, Email, AccountId }) };
  });
  for (let index = 0; index < caseCount; index++) {
    const [Subject, Description] = cycled(complaints, index);
    const caseId = add('Case', {
      ...cycled(contacts, index),
      Subject,
      Description,
      Status: cycled(statuses, index),
      Origin: cycled(origins, index),
      Priority: cycled(priorities, index),
    });
    if (index % 2 === 0 && caseId !== null)
      add('CaseComment', { ParentId: caseId, CommentBody: 'We are looking into it.' });
  }
}

function cycled<T>(values: readonly [T, ...T[]] | readonly T[], index: number): T {
  return values[index % values.length] as T;
}
