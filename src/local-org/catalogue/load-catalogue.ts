import { applySchema } from './apply-schema.ts';
import type { Catalogue, ObjectDescribe, SObject } from './catalogue.ts';
import { DescribedSObject } from './described-sobject.ts';
import { customKeyPrefix, KEY_PREFIXES } from './key-prefixes.ts';
import { readObjectTable, type TableObject } from './object-table.ts';
import { RECORDED_OBJECTS, recordedDescribe } from './recorded-describe.ts';
import { noSchema, readSchemaFile, type OrgSchema } from './schema-file.ts';
import { synthesiseDescribe } from './synthesised-describe.ts';

export interface CatalogueOptions {
  /** A describe-shaped JSON file that adds fields and custom objects; absent: the standard objects only. */
  readonly schemaFile?: string | undefined;
}

/**
 * The catalogue of the org: real describes where one was recorded, synthesised ones for the other Service Cloud
 * objects, and what the schema file adds. Objects are described when they are first asked for.
 * @throws {@link SchemaFileError} when the schema file cannot be read or has problems.
 */
export function loadCatalogue(options: CatalogueOptions = {}): Catalogue {
  const schema = options.schemaFile === undefined ? noSchema : readSchemaFile(options.schemaFile);
  return new LazyCatalogue(readObjectTable(), schema);
}

class LazyCatalogue implements Catalogue {
  readonly objectNames: readonly string[];
  readonly #table: ReadonlyMap<string, TableObject>;
  readonly schema: OrgSchema;
  readonly #canonical = new Map<string, string>();
  readonly #byPrefix = new Map<string, string>();
  readonly #prefixes = new Map<string, string>();
  readonly #described = new Map<string, SObject>();

  constructor(table: ReadonlyMap<string, TableObject>, schema: OrgSchema) {
    this.#table = table;
    this.schema = schema;
    for (const name of new Set([...table.keys(), ...RECORDED_OBJECTS]))
      this.#add(name, KEY_PREFIXES[name] ?? '');
    let customs = 0;
    for (const { name } of schema.sobjects) {
      if (!this.#canonical.has(name.toLowerCase())) this.#add(name, customKeyPrefix(customs++));
    }
    this.objectNames = [...this.#canonical.values()].sort();
  }

  find(object: string): SObject | undefined {
    const name = this.#canonical.get(object) ?? this.#canonical.get(object.toLowerCase());
    if (name === undefined) return undefined;
    let found = this.#described.get(name);
    if (found === undefined) {
      found = new DescribedSObject(
        applySchema(name, this.#prefixes.get(name) ?? '', this.#standard(name), this.schema.sobjects),
      );
      this.#described.set(name, found);
    }
    return found;
  }

  findByKeyPrefix(prefix: string): SObject | undefined {
    const name = this.#byPrefix.get(prefix);
    return name === undefined ? undefined : this.find(name);
  }

  #add(name: string, prefix: string): void {
    this.#canonical.set(name.toLowerCase(), name);
    this.#prefixes.set(name, prefix);
    if (prefix !== '') this.#byPrefix.set(prefix, name);
  }

  #standard(name: string): ObjectDescribe | undefined {
    return RECORDED_OBJECTS.includes(name)
      ? recordedDescribe(name, this.#table)
      : synthesiseDescribe(name, this.#table);
  }
}
