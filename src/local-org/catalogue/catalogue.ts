import type { OrgSchema } from './schema-file.ts';

/**
 * The objects of the org, in the shape of the REST describe (57 keys a field at v48: see `fixtures/describe/`).
 */
export interface Catalogue {
  /** Canonical names, in the order of describeGlobal. */
  readonly objectNames: readonly string[];
  /** Case-insensitive; `undefined` when there is no such object. */
  find(object: string): SObject | undefined;
  /** What the schema file adds, beside the fields that are part of the objects already. */
  readonly schema: OrgSchema;
  /** The object that ids with this 3-character prefix belong to. */
  findByKeyPrefix(prefix: string): SObject | undefined;
}

/** One object with its lookups prepared. */
export interface SObject {
  readonly name: string;
  /** Three characters; empty for objects whose records have no ids of their own. */
  readonly keyPrefix: string;
  /** The whole describe answer, without `urls` (those depend on the version asked for). */
  readonly describe: ObjectDescribe;
  readonly fields: readonly FieldDescribe[];
  /** The field that names a record (`Name`, `CaseNumber`, `Subject`), when there is one. */
  readonly nameField: FieldDescribe | undefined;
  /** Case-insensitive. */
  field(name: string): FieldDescribe | undefined;
  /** The reference field behind a child-to-parent relationship name; case-insensitive. */
  parentRelationship(name: string): FieldDescribe | undefined;
  /** Parent-to-child, by relationship name; case-insensitive. */
  childRelationship(name: string): ChildRelationship | undefined;
}

export interface ChildRelationship {
  readonly childSObject: string;
  readonly field: string;
  readonly relationshipName: string | null;
  readonly cascadeDelete: boolean;
  /** The parent cannot be deleted while it has such children. */
  readonly restrictedDelete?: boolean;
}

/** The keys of a describe that the org itself acts on; the rest is carried. */
export interface ObjectDescribe {
  readonly name: string;
  readonly label: string;
  readonly keyPrefix: string | null;
  readonly createable: boolean;
  readonly updateable: boolean;
  readonly deletable: boolean;
  readonly queryable: boolean;
  readonly fields: readonly FieldDescribe[];
  readonly childRelationships: readonly ChildRelationship[];
  readonly [key: string]: unknown;
}

export interface FieldDescribe {
  readonly name: string;
  readonly label: string;
  readonly type: string;
  readonly length: number;
  readonly createable: boolean;
  readonly updateable: boolean;
  readonly nillable: boolean;
  readonly defaultedOnCreate: boolean;
  readonly externalId: boolean;
  readonly idLookup: boolean;
  readonly unique: boolean;
  readonly caseSensitive: boolean;
  readonly filterable: boolean;
  readonly groupable: boolean;
  readonly sortable: boolean;
  readonly aggregatable: boolean;
  readonly nameField: boolean;
  readonly autoNumber: boolean;
  readonly custom: boolean;
  /** The compound field this one is a part of: `Name`, `MailingAddress`. */
  readonly compoundFieldName: string | null;
  readonly defaultValue: unknown;
  readonly relationshipName: string | null;
  readonly referenceTo: readonly string[];
  readonly polymorphicForeignKey: boolean;
  readonly restrictedPicklist: boolean;
  readonly picklistValues: readonly PicklistValue[];
  readonly [key: string]: unknown;
}

export interface PicklistValue {
  readonly value: string;
  readonly label: string;
  readonly active: boolean;
  readonly defaultValue: boolean;
}
