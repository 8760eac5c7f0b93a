import { z } from 'zod';
import type { SObject } from '../catalogue/catalogue.ts';
import type { OrgDatabase } from '../records/org-database.ts';
import { ApiError } from '../server/api-error.ts';
import { json, type OrgResponse } from '../server/org-response.ts';
import { param } from '../server/route-table.ts';
import { actorOf, type ApiCall, type ApiOperation } from './api-call.ts';
import { requireObject } from './describe.ts';
import { isJsonObject, parseJsonInput } from './input-fields.ts';
import { refuseWrongTypes } from './refuse-wrong-types.ts';
import { collectionItem, type ItemError } from './save-answers.ts';
import { saveOptionsOf } from './save-options.ts';

const limits = { records: 200, levels: 5, types: 5 } as const;

/** A record of the tree, with where it hangs. */
interface Node {
  readonly referenceId: string;
  readonly object: SObject;
  /** The record's own members, children left out. */
  readonly members: Readonly<Record<string, unknown>>;
  readonly parent: { readonly node: Node; readonly field: string } | undefined;
}

/** The records of one level; their children are read when their turn comes. */
type Level = readonly { readonly node: Node; readonly children: () => Level }[];

/** `POST /composite/tree/X`: records with their children, created together or not at all; parents first. */
export function treeOperation(database: OrgDatabase): ApiOperation {
  return { method: 'POST', pattern: '/composite/tree/:object', run: (call) => createTree(database, call) };
}

function createTree(database: OrgDatabase, call: ApiCall): OrgResponse {
  const root = requireObject(database.catalogue, param(call.params, 'object'));
  const nodes = new TreeReader(database).read(root, call.json);
  try {
    const results = database.transaction(() => saveAll(database, call, nodes));
    return json(201, { hasErrors: false, results });
  } catch (error) {
    if (!(error instanceof TreeRefusal)) throw error;
    return json(400, { hasErrors: true, results: error.results });
  }
}

/** All records are tried, so that every error is told; one that fails takes all back. */
function saveAll(database: OrgDatabase, call: ApiCall, nodes: readonly Node[]): unknown[] {
  const ids = new Map<Node, string>();
  const refused: { referenceId: string; errors: readonly ItemError[] }[] = [];
  for (const node of nodes) {
    const { referenceId, object, members, parent } = node;
    const parentId = parent === undefined ? undefined : ids.get(parent.node);
    if (parent !== undefined && parentId === undefined) continue;
    const own = parseJsonInput(members).fields;
    refuseWrongTypes(object, own);
    const fields = {
      ...own,
      ...(parent === undefined || parentId === undefined ? {} : { [parent.field]: parentId }),
    };
    const result = database.insert(object.name, fields, actorOf(call), saveOptionsOf(call));
    const item = collectionItem(result, false);
    if (item.success) ids.set(node, item.id);
    else refused.push({ referenceId, errors: item.errors });
  }
  if (refused.length > 0) throw new TreeRefusal(refused);
  return nodes.map((node) => ({ referenceId: node.referenceId, id: ids.get(node) }));
}

class TreeRefusal extends Error {
  readonly results: readonly unknown[];
  constructor(results: readonly unknown[]) {
    super('the tree is refused');
    this.results = results;
  }
}

const recordsSchema = z.strictObject({
  records: z.array(z.custom<Readonly<Record<string, unknown>>>(isJsonObject, 'must be an object')).min(1),
});
const attributesSchema = z.looseObject({ type: z.string(), referenceId: z.string().min(1) });

/** Turns the nested records into a list, breadth first, and holds it to the limits. */
class TreeReader {
  readonly #database: OrgDatabase;
  readonly #referenceIds = new Set<string>();
  readonly #types = new Set<string>();

  constructor(database: OrgDatabase) {
    this.#database = database;
  }

  /** @throws ApiError 400 for what refuses the tree as a whole. */
  read(root: SObject, body: unknown): readonly Node[] {
    let level = this.#nodes(root, body, undefined);
    const all: Node[] = [];
    for (let depth = 1; level.length > 0; depth++) {
      if (depth > limits.levels) throw refuse(`A tree has at most ${limits.levels} levels.`);
      all.push(...level.map(({ node }) => node));
      if (all.length > limits.records) throw refuse(`A tree has at most ${limits.records} records.`);
      level = level.flatMap(({ children }) => children());
    }
    return all;
  }

  #nodes(object: SObject, body: unknown, parent: Node['parent']): Level {
    const parsed = recordsSchema.safeParse(body);
    if (!parsed.success) throw new ApiError(400, 'JSON_PARSER_ERROR', z.prettifyError(parsed.error));
    return parsed.data.records.map((record) => {
      const { referenceId } = this.#attributes(object, record['attributes']);
      const nested = Object.entries(record).filter(([name]) => object.childRelationship(name) !== undefined);
      const names = new Set(nested.map(([name]) => name));
      const members = Object.fromEntries(Object.entries(record).filter(([name]) => !names.has(name)));
      const node: Node = { referenceId, object, members, parent };
      return { node, children: () => nested.flatMap(([name, inner]) => this.#childNodes(node, name, inner)) };
    });
  }

  #childNodes(node: Node, relationship: string, body: unknown): Level {
    const child = node.object.childRelationship(relationship);
    const object = this.#database.catalogue.find(child?.childSObject ?? '');
    if (child === undefined || object === undefined)
      throw refuse(`${relationship} is no child relationship.`);
    return this.#nodes(object, body, { node, field: child.field });
  }

  #attributes(object: SObject, value: unknown): { referenceId: string } {
    const parsed = attributesSchema.safeParse(value);
    if (!parsed.success) throw refuse('Every record needs attributes with type and referenceId.');
    const { type, referenceId } = parsed.data;
    if (type.toLowerCase() !== object.name.toLowerCase())
      throw refuse(`The record ${referenceId} is a ${type} where a ${object.name} belongs.`);
    if (this.#referenceIds.has(referenceId))
      throw refuse(`Duplicate ReferenceId provided in the request: ${referenceId}`);
    this.#referenceIds.add(referenceId);
    this.#types.add(object.name);
    if (this.#types.size > limits.types) throw refuse(`A tree has at most ${limits.types} types of records.`);
    return { referenceId };
  }
}

function refuse(message: string): ApiError {
  return new ApiError(400, 'INVALID_INPUT', message);
}
