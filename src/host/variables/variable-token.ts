/** A variable in a text: `[name]`, `[name{default}]`, and both with `raw:` in front. */
export interface VariableToken {
  /** As it stands in the text. */
  readonly text: string;
  /** Whether the author asks for the text of the value itself, also where values are handed over beside the text. */
  readonly isRaw: boolean;
  readonly name: string;
  readonly fallback: string | undefined;
}

/** The default is not empty and ends at the first `}]`. */
const pattern = /\[(raw:)?([A-Za-z0-9_.]+)(?:\{((?!\}\])[^]+?)\})?\]/g;

/** All variables of a text, in order. */
export function variablesIn(text: string): VariableToken[] {
  return [...text.matchAll(pattern)].map(tokenOf);
}

/** The text with something else in the place of each variable. */
export function replaceVariables(text: string, replace: (token: VariableToken) => string): string {
  let done = 0;
  const pieces: string[] = [];
  for (const match of text.matchAll(pattern)) {
    pieces.push(text.slice(done, match.index), replace(tokenOf(match)));
    done = match.index + match[0].length;
  }
  return [...pieces, text.slice(done)].join('');
}

/** Whether a text holds a variable anywhere. */
export function usesVariable(text: string): boolean {
  return variablesIn(text).length > 0;
}

/**
 * Whether a text is nothing but variables, at least one, none of them with a default: then it tells no value, so that a
 * secret may stand so in a file.
 */
export function isOnlyVariables(text: string): boolean {
  const tokens = variablesIn(text);
  const hasDefault = tokens.some(({ fallback }) => fallback !== undefined);
  return tokens.length > 0 && !hasDefault && tokens.map((token) => token.text).join('') === text;
}

function tokenOf([text, raw, name = '', fallback]: RegExpExecArray): VariableToken {
  return { text, isRaw: raw !== undefined, name, fallback };
}
