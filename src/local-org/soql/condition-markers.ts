import { maskStrings } from './soql-text.ts';

/**
 * Conditions that stand for something else. The parser loses the third NOT of `NOT (NOT (NOT …` and gives up at ten
 * parentheses in a row, but takes any chain of comparisons: so a NOT becomes `marker = 1 AND`, and between two
 * parentheses comes a marker that means nothing.
 */
const NOT_MARKER = 'not__marker__';
const EMPTY_MARKER = 'empty__marker__';

/** What a field of the parsed query stands for. */
export function markedBy(field: string): 'NOT' | 'nothing' | undefined {
  if (field === NOT_MARKER) return 'NOT';
  return field === EMPTY_MARKER ? 'nothing' : undefined;
}

/** The query with markers where the parser needs them; most queries stay as they are. */
export function markConditions(soql: string): string {
  const masked = maskStrings(soql);
  const edits: { at: number; end: number; text: string }[] = [];
  if (/\bNOT[\s(]*NOT[\s(]*NOT\b/i.test(masked)) {
    for (const { 0: word, index } of masked.matchAll(/\bNOT\b(?!\s+IN\b)/gi))
      edits.push({ at: index, end: index + word.length, text: `${NOT_MARKER} = 1 AND ` });
  }
  for (const { 0: run, index } of masked.matchAll(/\((?:\s*\(){4,}/g)) {
    for (let at = index + 1; at < index + run.length; at++) {
      if (masked[at] === '(') edits.push({ at, end: at, text: `${EMPTY_MARKER} = 1 AND ` });
    }
  }
  let text = '';
  let done = 0;
  for (const edit of edits.sort((a, b) => a.at - b.at)) {
    text += soql.slice(done, edit.at) + edit.text;
    done = edit.end;
  }
  return text + soql.slice(done);
}
