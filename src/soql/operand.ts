import { invalidBind, type LiteralTarget } from './invalid-bind.ts';
import { literalFor } from './literal.ts';
import { plainDecimal } from './plain-decimal.ts';
import { escapePattern, escapeText } from './quote-text.ts';
import type { SoqlPattern, SoqlScalar, SoqlValue } from './soql-value.ts';

/** What stands between a field and a value, as far as it says what the value may be. */
export type OperandKind = 'equality' | 'order' | 'pattern' | 'list';

/** Where a value goes, and behind which operator. */
export interface OperandTarget extends LiteralTarget {
  readonly kind: OperandKind;
}

/** The kind of an operator of SOQL, in lower case; `undefined` for what is none. */
export function operandKindOf(operator: string): OperandKind | undefined {
  return kinds.get(operator);
}

const kinds: ReadonlyMap<string, OperandKind> = new Map([
  ['=', 'equality'],
  ['!=', 'equality'],
  ['<>', 'equality'],
  ['<', 'order'],
  ['<=', 'order'],
  ['>', 'order'],
  ['>=', 'order'],
  ['like', 'pattern'],
  ['in', 'list'],
  ['not in', 'list'],
  ['includes', 'list'],
  ['excludes', 'list'],
]);

/**
 * What is written to the right of an operator: a literal, a pattern for LIKE, or a list in parentheses.
 *
 * @throws ConnectorError `invalid-bind`
 */
export function operandOf(value: SoqlValue, target: OperandTarget): string {
  if (target.kind === 'list') return `(${listItems(value, target)})`;
  if (target.kind === 'pattern') return `'${patternOf(value, target)}'`;
  const scalar = scalarOf(value, target);
  if (scalar === null && target.kind !== 'equality') {
    throw invalidBind(target, 'a value, because null is compared with = and != only');
  }
  return literalFor(scalar, target);
}

/** The members of a list, without parentheses. @throws ConnectorError `invalid-bind` for none */
export function listItems(value: SoqlValue, target: OperandTarget): string {
  const items: readonly SoqlValue[] = isList(value) ? value : [value];
  if (items.length === 0) {
    throw invalidBind(target, 'a list of at least one value', [
      'Leave the condition out, or do not run the query: an empty list fits no record.',
    ]);
  }
  return items.map((item) => listItem(item, target)).join(', ');
}

function listItem(item: SoqlValue, target: OperandTarget): string {
  const scalar = scalarOf(item, target);
  if (scalar !== null) return literalFor(scalar, target);
  throw invalidBind(target, 'a list without null', ['Compare with null beside it: … OR Field = null.']);
}

/**
 * A value as the inside of a LIKE pattern in which it means itself, or brings its own wildcards.
 *
 * @throws ConnectorError `invalid-bind`
 */
export function patternOf(value: SoqlValue, target: LiteralTarget): string {
  return isPattern(value) ? escapeText(value.pattern) : escapePattern(plainText(value, target));
}

/** A value as the inside of a text literal. @throws ConnectorError `invalid-bind` */
export function insideText(value: SoqlValue, target: LiteralTarget): string {
  return escapeText(plainText(value, target));
}

function plainText(value: SoqlValue, target: LiteralTarget): string {
  const scalar = scalarOf(value, target);
  const text =
    typeof scalar === 'number'
      ? plainDecimal(scalar)
      : typeof scalar === 'string' || typeof scalar === 'boolean'
        ? String(scalar)
        : undefined;
  if (text === undefined) throw invalidBind(target, 'text, a finite number or a boolean');
  return text;
}

function scalarOf(value: SoqlValue, target: LiteralTarget): SoqlScalar {
  if (isList(value)) {
    throw invalidBind(target, 'one value', ['Lists go behind IN, NOT IN, INCLUDES and EXCLUDES.']);
  }
  if (isPattern(value)) {
    throw invalidBind(target, 'a plain value', ['{"pattern": …} goes behind LIKE only.']);
  }
  return value;
}

function isList(value: SoqlValue): value is readonly SoqlScalar[] {
  return Array.isArray(value);
}

function isPattern(value: SoqlValue): value is SoqlPattern {
  return (
    typeof value === 'object' && value !== null && 'pattern' in value && typeof value.pattern === 'string'
  );
}
