import { describe, expect, it } from 'vitest';
import { parseCsvHeader } from '../../../src/codec/csv/header.ts';

const parse = (text: string) => parseCsvHeader(Buffer.from(text));

describe('parseCsvHeader', () => {
  it.each([
    ['Id,Subject\n', 'COMMA', 'LF'],
    ['"Id";"Subject"\r\n', 'SEMICOLON', 'CRLF'],
    ['Id\tSubject\n', 'TAB', 'LF'],
    ['Id|Subject\n', 'PIPE', 'LF'],
    ['Id^Subject\n', 'CARET', 'LF'],
    ['Id`Subject\r\n', 'BACKQUOTE', 'CRLF'],
  ])('B6 B7 reads delimiter and line ending of %j from the bytes', (text, columnDelimiter, lineEnding) => {
    expect(parse(text)).toEqual({ columns: ['Id', 'Subject'], columnDelimiter, lineEnding });
  });

  it('knows parents and polymorphic parents', () => {
    const { columns } = parse('MessageId__c,Contact.Email,User:Owner.Username,Parent__r.Ext__c\n');
    expect(columns).toEqual(['MessageId__c', 'Contact.Email', 'User:Owner.Username', 'Parent__r.Ext__c']);
  });

  it('takes a single column for a comma file', () => {
    expect(parse('Id\n')).toEqual({ columns: ['Id'], columnDelimiter: 'COMMA', lineEnding: 'LF' });
  });

  it.each(['', '\n', '\r\n', '   \n'])('calls a file without a header empty: %j', (text) => {
    expect(() => parse(text)).toThrow(expect.objectContaining({ code: 'csv-empty' }));
  });

  it('says which cell is no field name, and not what it holds', () => {
    expect(() => parse('Id,First Name\n')).not.toThrow(/First Name/);
    expect(() => parse('Id,First Name\n')).toThrow(
      expect.objectContaining({
        code: 'csv-malformed',
        message: expect.stringMatching(/cell 2 is no field name/),
      }),
    );
  });

  it('refuses the same column twice, in whatever case', () => {
    expect(() => parse('Subject,subject\n')).toThrow(
      expect.objectContaining({ code: 'csv-malformed', message: expect.stringContaining('twice') }),
    );
  });
});
