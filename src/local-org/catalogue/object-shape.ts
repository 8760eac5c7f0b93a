import type { ChildRelationship, FieldDescribe, ObjectDescribe } from './catalogue.ts';
import { labelOf, pluralOf } from './label.ts';

/** What must be known of an object to describe it. */
export interface ObjectParts {
  readonly name: string;
  readonly label?: string | undefined;
  readonly labelPlural?: string | undefined;
  readonly keyPrefix: string | null;
  readonly fields: readonly FieldDescribe[];
  readonly childRelationships: readonly ChildRelationship[];
  /** Objects that only Salesforce writes: CaseHistory, CaseStatus, … */
  readonly readOnly?: boolean;
  readonly createable?: boolean;
  readonly deletable?: boolean;
  readonly queryable?: boolean;
}

/** A describe with every key of the recorded ones (v48), `urls` excepted. */
export function completeObject(parts: ObjectParts): ObjectDescribe {
  const writable = parts.readOnly !== true;
  const label = parts.label ?? labelOf(parts.name);
  return {
    actionOverrides: [],
    activateable: false,
    compactLayoutable: writable,
    createable: parts.createable ?? writable,
    custom: parts.name.endsWith('__c'),
    customSetting: false,
    deepCloneable: false,
    defaultImplementation: null,
    deletable: parts.deletable ?? writable,
    deprecatedAndHidden: false,
    extendedBy: null,
    extendsInterfaces: null,
    feedEnabled: false,
    hasSubtypes: false,
    implementedBy: null,
    implementsInterfaces: null,
    isInterface: false,
    isSubtype: false,
    keyPrefix: parts.keyPrefix,
    label,
    labelPlural: parts.labelPlural ?? pluralOf(label),
    layoutable: writable,
    listviewable: null,
    lookupLayoutable: null,
    mergeable: false,
    mruEnabled: writable,
    name: parts.name,
    namedLayoutInfos: [],
    networkScopeFieldName: null,
    queryable: parts.queryable ?? true,
    recordTypeInfos: [],
    replicateable: true,
    retrieveable: parts.queryable ?? true,
    searchLayoutable: writable,
    searchable: writable,
    supportedScopes: [{ label: `All ${parts.labelPlural ?? pluralOf(label)}`, name: 'everything' }],
    triggerable: writable,
    undeletable: writable,
    updateable: writable,
    childRelationships: parts.childRelationships,
    fields: parts.fields,
  };
}
