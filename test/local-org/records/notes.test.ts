import { expect, it } from 'vitest';
import { openTestOrg } from './test-org.ts';

it('notes are kept by kind and id, in the order of their ids, and can be replaced and removed', () => {
  const { notes } = openTestOrg().db;
  notes.put('job', 'b', 'second');
  notes.put('job', 'a', 'first');
  notes.put('other', 'a', 'elsewhere');
  notes.put('job', 'b', 'second, again');
  expect(notes.all('job')).toEqual(['first', 'second, again']);
  notes.remove('job', 'a');
  notes.remove('job', 'never there');
  expect([notes.all('job'), notes.all('other')]).toEqual([['second, again'], ['elsewhere']]);
});

it('a note that is written in a transaction goes when the records go', () => {
  const org = openTestOrg();
  const { db, actor } = org;
  expect(() =>
    db.transaction(() => {
      db.insert('Account', { Name: 'Undone' }, actor);
      db.notes.put('job', 'a', 'undone');
      throw new TypeError('stop');
    }),
  ).toThrow('stop');
  expect([db.notes.all('job'), org.select("SELECT Id FROM Account WHERE Name = 'Undone'")]).toEqual([[], []]);
});
