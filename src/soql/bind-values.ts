import { ConnectorError } from '../errors/connector-error.ts';
import type { Describer } from '../schema/query-fields.ts';
import { numberOfDateLiteral, placeOf, type BindPlace } from './bind-place.ts';
import type { LiteralTarget } from './invalid-bind.ts';
import { insideText, listItems, operandOf, patternOf } from './operand.ts';
import { scopesOf } from './query-scopes.ts';
import { readText } from './quote-text.ts';
import { ScopeObjects } from './scope-objects.ts';
import type { SoqlBinds, SoqlValue } from './soql-value.ts';
import { bracketNames, tokensOf, type BindToken, type Hole, type SoqlToken } from './tokens.ts';

/**
 * Puts values into a query where it says `:name`, `[name]` or `[name{default}]`, each as a literal in the type of the
 * field that it is compared with. Everything else stays as it is, byte for byte. Asks for descriptions of objects only
 * when there is something to bind. Names heed case.
 *
 * @throws ConnectorError `missing-bind`, `unused-bind` (all such names at once; not for a `[name]` in a comment), `invalid-bind`, `unknown-object`
 */
export async function bindValues(soql: string, binds: SoqlBinds, describe: Describer): Promise<string> {
  const tokens = tokensOf(soql);
  requireSameNames(soql, tokens, binds);
  const scopes = scopesOf(tokens);
  const objects = new ScopeObjects(describe);
  const values = new Values(binds);
  const pieces: string[] = [];
  let done = 0;
  const put = ({ start, end }: Hole, text: string): void => {
    pieces.push(soql.slice(done, start), text);
    done = end;
  };
  for (const [index, token] of tokens.entries()) {
    if (token.kind === 'text' && token.holes.length > 0) {
      const write = placeOf(tokens, index)?.kind === 'pattern' ? patternOf : insideText;
      for (const hole of token.holes) {
        if (hole.isEscaped) throw noPlace(hole);
        put(hole, write(values.inside(hole), textTarget(hole)));
      }
    } else if (token.kind === 'bind') {
      const place = requirePlace(soql, tokens, index);
      const target = {
        what: nameInErrors(token),
        field: place.field,
        kind: place.kind,
        type: place.type ?? (await objects.typeAt(place, scopes[index])),
      };
      const value = values.of(token);
      const operand = place.isListItem ? listItems(value, target) : operandOf(value, target);
      put(token, `${place.prefix ?? ''}${operand}`);
    }
  }
  return [...pieces, soql.slice(done)].join('');
}

/** What errors call the value that goes to a hole. */
function nameInErrors({ name }: Hole): string {
  return `The bind ${name}`;
}

function textTarget(hole: Hole): LiteralTarget {
  return { what: nameInErrors(hole), field: 'the text it stands in', type: 'text' };
}

/** The values by name, with the defaults of the query behind them. */
class Values {
  readonly #binds: SoqlBinds;

  constructor(binds: SoqlBinds) {
    this.#binds = binds;
  }

  /** Inside a text, and in quotes of its own, a default is text, with the escapes that texts have. */
  inside({ name, fallback }: Hole): SoqlValue {
    const value = valueOf(this.#binds, name);
    if (value !== undefined || fallback === undefined) return value ?? null;
    return readText(`'${fallback}'`) ?? fallback;
  }

  /** Outside of quotes, a default may be a text literal or null, as it would be without a name. */
  of(token: BindToken): SoqlValue {
    const { name, fallback, notation } = token;
    if (notation === 'quoted') return this.inside(token);
    const value = valueOf(this.#binds, name);
    if (value !== undefined || fallback === undefined) return value ?? null;
    return /^null$/i.test(fallback) ? null : (readText(fallback) ?? fallback);
  }
}

function valueOf(binds: SoqlBinds, name: string): SoqlValue | undefined {
  return Object.hasOwn(binds, name) ? binds[name] : undefined;
}

function requireSameNames(soql: string, tokens: readonly SoqlToken[], binds: SoqlBinds): void {
  const holes = tokens.flatMap((token): readonly Hole[] =>
    token.kind === 'bind' ? [token] : token.kind === 'text' ? token.holes : [],
  );
  const names = new Set(holes.map(({ name }) => name));
  const missing = holes
    .filter(({ name, fallback }) => fallback === undefined && valueOf(binds, name) === undefined)
    .map(({ name }) => name);
  const known = bracketNames(soql);
  const unused = Object.keys(binds).filter((name) => !names.has(name) && !known.has(name));
  if (missing.length > 0) {
    const list = [...new Set(missing)];
    throw new ConnectorError('missing-bind', `The query has no value for ${list.join(', ')}.`, {
      details: { missing: list, unused },
    });
  }
  if (unused.length > 0) {
    throw new ConnectorError('unused-bind', `The query has no place for the value of ${unused.join(', ')}.`, {
      details: { unused },
      nextSteps: names.size === 0 ? [] : [`The query takes: ${[...names].join(', ')}.`],
    });
  }
}

function requirePlace(soql: string, tokens: readonly SoqlToken[], index: number): BindPlace {
  const token = tokens[index] as BindToken;
  const numberPlace = numberOfDateLiteral(tokens, index);
  const isGlued =
    /[\w.:']/.test(soql.charAt(token.end)) || (!numberPlace && /[\w.:]/.test(soql.charAt(token.start - 1)));
  const place = isGlued ? undefined : (numberPlace ?? placeOf(tokens, index));
  if (place !== undefined) return place;
  throw noPlace(token);
}

function noPlace({ name, start }: Hole): ConnectorError {
  return new ConnectorError('invalid-bind', `No value can stand where the query has the bind ${name}.`, {
    details: { bind: name, position: start },
    nextSteps: [
      'Values go behind an operator, in a list, in a text, or behind LIMIT and OFFSET.',
      `To paste text into the query as it is, write [raw:${name}] in the file of an activity.`,
    ],
  });
}
