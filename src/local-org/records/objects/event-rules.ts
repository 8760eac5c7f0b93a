import { dateOf } from '../date-text.ts';
import { requiredMissing } from '../save-error.ts';
import { accountOfActivity } from './account-of-activity.ts';
import type { ObjectRules, RecordChange } from './object-rules.ts';

const minuteMs = 60_000;
const dayMinutes = 24 * 60;

/** An event has a start, and either a duration or an end; what was not given follows. */
export const eventRules: ObjectRules = {
  derive: (change) => {
    const { row } = change;
    if (
      ['ActivityDateTime', 'ActivityDate', 'StartDateTime', 'EndDateTime', 'DurationInMinutes'].some((name) =>
        row.has(name),
      )
    )
      setTimes(change);
    else if (change.operation === 'insert') throw requiredMissing(['DurationInMinutes', 'ActivityDateTime']);
    if (row.has('WhatId') || row.has('WhoId')) row.set('AccountId', accountOfActivity(change));
  },
};

function setTimes(change: RecordChange): void {
  const { row } = change;
  const start = startOf(change);
  if (start === undefined) throw requiredMissing(['ActivityDateTime']);
  const minutes = minutesOf(change, start);
  if (minutes === undefined) throw requiredMissing(['DurationInMinutes']);
  row.set('ActivityDateTime', start);
  row.set('StartDateTime', start);
  row.set('ActivityDate', dateOf(start));
  row.set('DurationInMinutes', minutes);
  const end = start + minutes * minuteMs;
  row.set('EndDateTime', end);
  row.set('EndDate', dateOf(end));
}

function startOf(change: RecordChange): number | undefined {
  for (const column of ['StartDateTime', 'ActivityDateTime']) {
    const given = change.row.get(column);
    if (typeof given === 'number') return given;
  }
  const day = change.row.get('ActivityDate');
  if (typeof day === 'string') return Date.parse(day);
  const stored = change.read('ActivityDateTime');
  return typeof stored === 'number' ? stored : undefined;
}

function minutesOf(change: RecordChange, start: number): number | undefined {
  const given = change.row.get('DurationInMinutes');
  if (typeof given === 'number') return given;
  const end = change.row.get('EndDateTime');
  if (typeof end === 'number') return (end - start) / minuteMs;
  const stored = change.read('DurationInMinutes');
  if (typeof stored === 'number') return stored;
  return change.read('IsAllDayEvent') === 1 ? dayMinutes : undefined;
}
