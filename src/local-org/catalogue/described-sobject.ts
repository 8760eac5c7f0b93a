import type { ChildRelationship, FieldDescribe, ObjectDescribe, SObject } from './catalogue.ts';

/** An {@link SObject} over a describe; the three lookups ignore case. */
export class DescribedSObject implements SObject {
  readonly name: string;
  readonly keyPrefix: string;
  readonly describe: ObjectDescribe;
  readonly fields: readonly FieldDescribe[];
  readonly nameField: FieldDescribe | undefined;
  readonly #fields = new Map<string, FieldDescribe>();
  readonly #parents = new Map<string, FieldDescribe>();
  readonly #children = new Map<string, ChildRelationship>();

  constructor(describe: ObjectDescribe) {
    this.name = describe.name;
    this.keyPrefix = describe.keyPrefix ?? '';
    this.describe = describe;
    this.fields = describe.fields;
    this.nameField = describe.fields.find((field) => field.nameField);
    for (const field of describe.fields) {
      this.#fields.set(field.name.toLowerCase(), field);
      if (field.relationshipName !== null) this.#parents.set(field.relationshipName.toLowerCase(), field);
    }
    for (const child of describe.childRelationships) {
      if (child.relationshipName !== null) this.#children.set(child.relationshipName.toLowerCase(), child);
    }
  }

  field(name: string): FieldDescribe | undefined {
    return this.#fields.get(name.toLowerCase());
  }

  parentRelationship(name: string): FieldDescribe | undefined {
    return this.#parents.get(name.toLowerCase());
  }

  childRelationship(name: string): ChildRelationship | undefined {
    return this.#children.get(name.toLowerCase());
  }
}
