import { completeField } from './field-shape.ts';
import { completeObject } from './object-shape.ts';
import { childEntry, fieldEntry } from './schema-field.ts';
import {
  assignmentRuleEntry,
  duplicateRuleEntry,
  queueEntry,
  recordTypeEntry,
  validationRuleEntry,
} from './schema-rules.ts';
import { unknownKeys } from './unknown-keys.ts';

const keysOf = (entry: { shape: object }): Set<string> => new Set(Object.keys(entry.shape));

/** Keys of each list of entries. Fields may carry the keys of a describe, so that a describe can be pasted. */
const ENTRIES: Readonly<Record<string, ReadonlySet<string>>> = {
  fields: new Set([...keysOf(fieldEntry), ...Object.keys(completeField({ name: 'x', type: 'string' }))]),
  childRelationships: new Set([
    ...keysOf(childEntry),
    ...['deprecatedAndHidden', 'junctionIdListNames', 'junctionReferenceTo', 'restrictedDelete'],
  ]),
  recordTypes: keysOf(recordTypeEntry),
  validationRules: keysOf(validationRuleEntry),
  duplicateRules: keysOf(duplicateRuleEntry),
  assignmentRules: keysOf(assignmentRuleEntry),
};

const OBJECT = new Set([
  ...Object.keys(ENTRIES),
  ...Object.keys(completeObject({ name: 'x', keyPrefix: null, fields: [], childRelationships: [] })),
  'urls',
]);

/** The keys that no schema file has, each with its place and the key that was likely meant. */
export function keyProblems(content: unknown): string[] {
  if (!isObject(content)) return [];
  const problems = wrong(content, new Set(['sobjects', 'queues']), '');
  listOf(content, 'queues').forEach((queue, index) => {
    problems.push(...wrong(queue, keysOf(queueEntry), `queues.${index}.`));
  });
  listOf(content, 'sobjects').forEach((object, index) => {
    const path = `sobjects.${index}.`;
    problems.push(...wrong(object, OBJECT, path));
    for (const [list, known] of Object.entries(ENTRIES)) {
      listOf(object, list).forEach((entry, place) => {
        problems.push(...wrong(entry, known, `${path}${list}.${place}.`));
      });
    }
  });
  return problems;
}

function wrong(entry: object, known: ReadonlySet<string>, path: string): string[] {
  return unknownKeys(entry, known).map(({ key, hint }) => `${path}${key}: is not known here${hint}`);
}

function listOf(entry: object, key: string): object[] {
  const list = (entry as Record<string, unknown>)[key];
  return Array.isArray(list) ? list.filter(isObject) : [];
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
