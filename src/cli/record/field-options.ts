import type { Command } from 'commander';
import { text } from 'node:stream/consumers';
import type { Row } from '../../contract/row.ts';
import { assignment, type Assignment } from '../assignment.ts';
import { UsageFailure } from '../usage-failure.ts';

/** Options that give the fields of a record. */
export interface FieldOptions {
  readonly set: readonly Assignment[];
  readonly clear: readonly string[];
  readonly from?: string;
}

/** Adds the options that give the fields of a record. */
export function withFieldOptions(command: Command): Command {
  return command
    .option(
      '--set <name=value>',
      'value of a field, or of a parent: Contact.Email=a@b.c; may be repeated',
      collect,
      [],
    )
    .option('--clear <name>', 'leave a field without a value; may be repeated', collectName, [])
    .option('--from <file>', 'JSON object with fields; - is standard input; --set and --clear go before it');
}

/**
 * The fields that a command line gives.
 *
 * @throws UsageFailure for a field that is given twice, or a file that holds no JSON object of plain values
 */
export async function givenFields({ set, clear, from }: FieldOptions): Promise<Row> {
  const names = [...set.map(({ name }) => name), ...clear];
  const twice = names.find((name, index) => names.findIndex((each) => isSame(each, name)) < index);
  if (twice !== undefined) throw new UsageFailure(`${twice} is given twice.`, ['Give each field once.']);
  const fromFile = from === undefined ? {} : await fieldsOfFile(from);
  const others = Object.entries(fromFile).filter(([name]) => !names.some((each) => isSame(each, name)));
  return {
    ...Object.fromEntries(others),
    ...Object.fromEntries(set.map(({ name, value }) => [name, value])),
    ...Object.fromEntries(clear.map((name) => [name, null])),
  };
}

/** @throws UsageFailure without any field: then nothing would be done */
export function requireFields(fields: Row): Row {
  if (Object.keys(fields).length > 0) return fields;
  throw new UsageFailure('Nothing to set.', [
    'Give fields with `--set NAME=VALUE`, `--clear NAME` or `--from FILE`.',
  ]);
}

async function fieldsOfFile(path: string): Promise<Row> {
  const { readJsonFile } = await import('../../host/index.ts');
  const value = path === '-' ? jsonOf(await text(process.stdin)) : await readJsonFile(path);
  if (isPlain(value)) return value;
  const name = path === '-' ? 'Standard input' : path;
  throw new UsageFailure(`${name} is no object of texts, numbers, booleans and null.`, [
    'Give an object such as {"Subject": "Help", "Contact.Email": "jo@example.com"}.',
  ]);
}

function jsonOf(content: string): unknown {
  try {
    return JSON.parse(content);
  } catch {
    throw new UsageFailure('Standard input is not JSON.', ['Give an object such as {"Subject": "Help"}.']);
  }
}

function isPlain(value: unknown): value is Row {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return Object.values(value).every((each) => each === null || typeof each !== 'object');
}

function isSame(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

function collect(given: string, known: readonly Assignment[]): Assignment[] {
  return [...known, assignment(given)];
}

function collectName(given: string, known: readonly string[]): string[] {
  return [...known, given];
}
