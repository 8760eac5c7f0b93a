import { maskStrings } from './soql-text.ts';
import type { RawLiteral } from './literal.ts';

/** Stands before a time in a text literal: the parser does not know times. No query has this character. */
const MARKER = '\u0001';

/** `10:30:00`, `10:30:00.000Z`; not the time of a dateTime. */
const TIME = /(?<![\w:.+-])\d\d:\d\d:\d\d(?:\.\d+)?Z?(?![\w:.])/g;

/** The query with its times as texts that {@link timeOf} knows. */
export function markTimes(soql: string): string {
  if (!soql.includes(':')) return soql;
  let text = '';
  let done = 0;
  for (const { 0: time, index } of maskStrings(soql).matchAll(TIME)) {
    text += `${soql.slice(done, index)}'${MARKER}${time}'`;
    done = index + time.length;
  }
  return text + soql.slice(done);
}

/** The literal with kind `TIME` when it is a marked time; as it is otherwise. */
export function timeOf(raw: RawLiteral): RawLiteral {
  return raw.text.startsWith(`'${MARKER}`) ? { text: raw.text.slice(2, -1), kind: 'TIME' } : raw;
}
