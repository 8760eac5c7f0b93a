import { malformedSearch } from './malformed-search.ts';

/** Tells whether the texts of a record, taken together, are what was searched for. */
export type TermMatcher = (texts: readonly string[]) => boolean;

type Token = '(' | ')' | 'AND' | 'OR' | 'AND NOT' | { readonly words: readonly RegExp[] };

/** Wildcards in one word; many more would take for ever on a long text. */
const maxWildcards = 5;

/** Deepest nesting of parentheses that is read. */
const maxDepth = 50;

/**
 * Reads a search expression: words and `"phrases"`, `*` and `?` in them, AND, OR, AND NOT, parentheses; words side by
 * side are joined by AND. Case does not count; a word matches a whole word of the text.
 * @throws ApiError 400 `MALFORMED_SEARCH`.
 */
export function parseSearchTerm(term: string): TermMatcher {
  if (term.trim().length < 2) {
    throw malformedSearch(`search term must be longer than one character: ${term.trim()}`);
  }
  const tokens = tokenise(term);
  let at = 0;
  const matcher = readChain(0);
  if (at < tokens.length) throw malformedSearch(`unexpected token in the search term: ${term}`);
  return matcher;

  function readChain(depth: number): TermMatcher {
    if (depth > maxDepth) throw malformedSearch('the search term is nested too deeply');
    let left = readOperand(depth);
    for (let token = tokens[at]; token !== undefined && token !== ')'; token = tokens[at]) {
      const operator = token === 'AND' || token === 'OR' || token === 'AND NOT' ? token : 'AND';
      if (operator === token) at += 1;
      left = join(operator, left, readOperand(depth));
    }
    return left;
  }

  function readOperand(depth: number): TermMatcher {
    const token = tokens[at++];
    if (token === '(') {
      const inner = readChain(depth + 1);
      if (tokens[at++] !== ')') throw malformedSearch(`missing ) in the search term: ${term}`);
      return inner;
    }
    if (typeof token !== 'object') throw malformedSearch(`unexpected token in the search term: ${term}`);
    return (texts) => texts.some((text) => token.words.some((word) => word.test(text)));
  }
}

function join(operator: 'AND' | 'OR' | 'AND NOT', left: TermMatcher, right: TermMatcher): TermMatcher {
  switch (operator) {
    case 'AND':
      return (texts) => left(texts) && right(texts);
    case 'OR':
      return (texts) => left(texts) || right(texts);
    case 'AND NOT':
      return (texts) => left(texts) && !right(texts);
  }
}

function tokenise(term: string): Token[] {
  const found = term.matchAll(
    /"((?:\\.|[^"\\])*)"|([()])|\b(AND\s+NOT|AND|OR)\b(?=\s|\()|((?:\\.|[^\s()"\\])+)/gis,
  );
  return [...found].map(([, phrase, parenthesis, operator, word]) => {
    if (parenthesis === '(' || parenthesis === ')') return parenthesis;
    if (operator !== undefined) return operator.toUpperCase().replace(/\s+/, ' ') as 'AND' | 'OR' | 'AND NOT';
    return { words: [wordPattern(phrase ?? word ?? '')] };
  });
}

/** A pattern of the word between borders; escaped characters stand for themselves. */
function wordPattern(word: string): RegExp {
  if (word.split(/[*?]/).length - 1 > maxWildcards) {
    throw malformedSearch(`a word of the search term has more than ${maxWildcards} wildcards`);
  }
  const pattern = [...word.matchAll(/\\(.)|(\*)|(\?)|(\s+)|(.)/gsu)]
    .map(([, escaped, star, one, blank, plain]) => {
      if (star !== undefined) return String.raw`[\p{L}\p{N}_]*`;
      if (one !== undefined) return String.raw`[\p{L}\p{N}_]`;
      if (blank !== undefined) return String.raw`\s+`;
      return (escaped ?? plain ?? '').replace(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`);
    })
    .join('');
  return new RegExp(String.raw`(?<![\p{L}\p{N}_])(?:${pattern})(?![\p{L}\p{N}_])`, 'iu');
}
