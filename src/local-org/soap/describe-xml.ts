import type { SObject } from '../catalogue/catalogue.ts';
import { element, scalar } from './write-xml.ts';

type Values = Readonly<Record<string, unknown>>;

/**
 * The elements of a type in the order of the WSDL (58.0). `?` is left out when it is null, `~` is nil then; what has no
 * mark is false when the catalogue does not know it.
 */
const globalElements = [
  ...['activateable', 'associateEntityType~', 'associateParentEntity~', 'createable', 'custom'],
  ...['customSetting', 'deepCloneable', 'deletable', 'deprecatedAndHidden', 'feedEnabled', 'hasSubtypes'],
  ...['idEnabled', 'isInterface', 'isSubtype', 'keyPrefix~', 'label', 'labelPlural', 'layoutable'],
  ...['mergeable', 'mruEnabled', 'name', 'queryable', 'replicateable', 'retrieveable', 'searchable'],
  ...['triggerable', 'undeletable', 'updateable'],
];

const objectElements = [
  ...['activateable', 'associateEntityType~', 'associateParentEntity~', 'childRelationships'],
  ...['compactLayoutable', 'createable', 'custom', 'customSetting', 'deepCloneable'],
  ...['defaultImplementation~', 'deletable', 'deprecatedAndHidden', 'feedEnabled', 'fields', 'hasSubtypes'],
  ...['idEnabled', 'implementedBy~', 'implementsInterfaces~', 'isInterface', 'isSubtype', 'keyPrefix~'],
  ...['label', 'labelPlural', 'layoutable', 'mergeable', 'mruEnabled', 'name', 'namedLayoutInfos'],
  ...['networkScopeFieldName~', 'queryable', 'recordTypeInfos', 'replicateable', 'retrieveable'],
  ...['searchLayoutable', 'searchable', 'supportedScopes', 'triggerable', 'undeletable', 'updateable'],
  ...['urlDetail~', 'urlEdit~', 'urlNew~'],
];

const fieldElements = [
  ...['aggregatable', 'aiPredictionField', 'autoNumber', 'byteLength', 'calculated', 'calculatedFormula?'],
  ...['cascadeDelete', 'caseSensitive', 'compoundFieldName?', 'controllerName?', 'createable', 'custom'],
  ...['defaultValue?', 'defaultValueFormula?', 'defaultedOnCreate', 'dependentPicklist'],
  ...['deprecatedAndHidden', 'digits', 'displayLocationInDecimal', 'encrypted', 'externalId'],
  ...['extraTypeInfo?', 'filterable', 'filteredLookupInfo?', 'formulaTreatNullNumberAsZero', 'groupable'],
  ...['highScaleNumber', 'htmlFormatted', 'idLookup', 'inlineHelpText?', 'label', 'length', 'mask?'],
  ...['maskType?', 'name', 'nameField', 'namePointing', 'nillable', 'permissionable', 'picklistValues'],
  ...['polymorphicForeignKey', 'precision', 'queryByDistance', 'referenceTargetField?', 'referenceTo'],
  ...['relationshipName?', 'relationshipOrder?', 'restrictedDelete', 'restrictedPicklist', 'scale'],
  ...['searchPrefilterable', 'soapType', 'sortable', 'type', 'unique', 'updateable'],
  ...['writeRequiresMasterRead'],
];

/** The elements of what is inside, by the name of the element that holds it. */
const innerElements: Readonly<Record<string, readonly string[]>> = {
  childRelationships: [
    ...['cascadeDelete', 'childSObject', 'deprecatedAndHidden', 'field', 'junctionIdListNames'],
    ...['junctionReferenceTo', 'relationshipName?', 'restrictedDelete'],
  ],
  fields: fieldElements,
  filteredLookupInfo: ['controllingFields', 'dependent', 'optionalFilter'],
  namedLayoutInfos: ['name'],
  picklistValues: ['active', 'defaultValue', 'label~', 'validFor?', 'value'],
  recordTypeInfos: [
    ...['active', 'available', 'defaultRecordTypeMapping', 'developerName', 'master', 'name'],
    'recordTypeId~',
  ],
  supportedScopes: ['label', 'name'],
};

/** The content of DescribeGlobalSObjectResult. */
export function globalDescribe({ describe, keyPrefix }: SObject): string {
  return content(globalElements, { ...describe, idEnabled: keyPrefix !== '' });
}

/** The content of DescribeSObjectResult. `origin` is scheme and host of the org's pages. */
export function objectDescribe({ describe, keyPrefix }: SObject, origin: string): string {
  return content(objectElements, {
    ...describe,
    idEnabled: keyPrefix !== '',
    urlDetail: `${origin}/{ID}`,
    urlEdit: `${origin}/{ID}/e`,
    urlNew: keyPrefix === '' ? null : `${origin}/${keyPrefix}/e`,
  });
}

function content(elements: readonly string[], values: Values): string {
  return elements
    .map((marked) => {
      const name = marked.replace(/[?~]$/, '');
      const value = values[name] ?? null;
      if (value !== null) return valueElement(name, value);
      if (marked.endsWith('?')) return '';
      return marked.endsWith('~') ? scalar(name, null) : scalar(name, false);
    })
    .join('');
}

function valueElement(name: string, value: unknown): string {
  if (Array.isArray(value)) return value.map((item: unknown) => valueElement(name, item)).join('');
  const inner = innerElements[name];
  if (inner !== undefined) return element(name, content(inner, value as Values));
  if (name === 'soapType') return scalar(name, String(value).replace('urn:', 'tns:'));
  return name === 'defaultValue' ? defaultValue(value) : scalar(name, String(value));
}

/** A default says its XML type; that of a picklist entry is a plain boolean all the same. */
function defaultValue(value: unknown): string {
  const text = scalar('defaultValue', String(value));
  if (typeof value === 'boolean') return text;
  const type = typeof value === 'number' ? 'xsd:double' : 'xsd:string';
  return text.replace('<defaultValue>', `<defaultValue xsi:type="${type}">`);
}
