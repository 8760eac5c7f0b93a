import { describe, expect, it } from 'vitest';
import { resolveExternalIdField, resolveWriteColumns } from '../../src/schema/write-columns.ts';
import { recordedDescribe } from '../support/recorded-describe.ts';

const caseObject = recordedDescribe('Case');
const contact = recordedDescribe('Contact');
const insert = { describe: caseObject, operation: 'insert' } as const;

describe('resolveWriteColumns', () => {
  it('finds fields in any case and gives them their own name', () => {
    const [column] = resolveWriteColumns(insert, ['SUBJECT']);
    expect(column).toMatchObject({ kind: 'field', column: 'SUBJECT', field: { name: 'Subject' } });
  });

  it('understands parents by external id', () => {
    const [column] = resolveWriteColumns(insert, ['Contact.Email']);
    expect(column).toMatchObject({
      kind: 'parent',
      field: { name: 'ContactId' },
      relationshipName: 'Contact',
      objectType: undefined,
      parentField: 'Email',
    });
  });

  it('understands polymorphic parents with their type', () => {
    const [column] = resolveWriteColumns(insert, ['User:Owner.Username']);
    expect(column).toMatchObject({ kind: 'parent', relationshipName: 'Owner', objectType: 'User' });
  });

  it.each([
    [caseObject, 'Owner.Username', /Group:Owner\.Username or User:Owner\.Username/],
    [contact, 'User:Owner.Username', /Owner\.Username/],
  ])('demands the type exactly where Salesforce does (%#)', (object, column, step) => {
    const resolve = () => resolveWriteColumns({ describe: object, operation: 'insert' }, [column]);
    expect(resolve).toThrow(
      expect.objectContaining({
        code: 'unknown-column',
        nextSteps: expect.arrayContaining([expect.stringMatching(step)]),
      }),
    );
  });

  it('names all unknown columns at once', () => {
    expect(() => resolveWriteColumns(insert, ['Subject', 'Nope', 'Foo.Bar'])).toThrow(
      expect.objectContaining({
        code: 'unknown-column',
        details: { object: 'Case', columns: ['Nope', 'Foo.Bar'] },
      }),
    );
  });

  it('names all read-only columns at once', () => {
    expect(() => resolveWriteColumns(insert, ['CaseNumber', 'CreatedDate'])).toThrow(
      expect.objectContaining({
        code: 'read-only-column',
        details: { object: 'Case', columns: ['CaseNumber', 'CreatedDate'] },
      }),
    );
  });

  it.each([
    [{ describe: caseObject, operation: 'update' }, 'Id'],
    [{ describe: contact, operation: 'upsert', externalIdField: 'Email' }, 'Email'],
    [{ describe: caseObject, operation: 'delete' }, 'Id'],
  ] as const)('misses the key of a write (%#)', (target, key) => {
    expect(() => resolveWriteColumns(target, ['Subject'])).toThrow(
      expect.objectContaining({ code: 'missing-column', details: expect.objectContaining({ column: key }) }),
    );
  });

  it.each(['delete', 'hardDelete'] as const)('lets a %s name Id only', (operation) => {
    expect(resolveWriteColumns({ describe: caseObject, operation }, ['Id'])).toHaveLength(1);
    expect(() => resolveWriteColumns({ describe: caseObject, operation }, ['Id', 'Subject'])).toThrow(
      expect.objectContaining({ code: 'unknown-column' }),
    );
  });
});

describe('resolveExternalIdField', () => {
  it('takes a field that the org offers for lookups, in any case', () => {
    expect(resolveExternalIdField(contact, 'EMAIL').name).toBe('Email');
  });

  it('lists the fields that would do', () => {
    expect(() => resolveExternalIdField(contact, 'LastName')).toThrow(
      expect.objectContaining({
        code: 'not-an-external-id',
        details: expect.objectContaining({ usable: ['Id', 'Email'] }),
      }),
    );
  });
});
