import type { Catalogue, SObject } from '../catalogue/catalogue.ts';
import { notFound } from '../server/api-error.ts';
import { json } from '../server/org-response.ts';
import { param } from '../server/route-table.ts';
import type { ApiOperation } from './api-call.ts';

/** The keys of a describe that describeGlobal repeats for every object. */
const globalKeys = [
  'activateable',
  'associateEntityType',
  'associateParentEntity',
  'createable',
  'custom',
  'customSetting',
  'deepCloneable',
  'deletable',
  'deprecatedAndHidden',
  'feedEnabled',
  'hasSubtypes',
  'isInterface',
  'isSubtype',
  'keyPrefix',
  'label',
  'labelPlural',
  'layoutable',
  'mergeable',
  'mruEnabled',
  'name',
  'queryable',
  'replicateable',
  'retrieveable',
  'searchable',
  'triggerable',
  'undeletable',
  'updateable',
] as const;

/** Largest number of records in one DML call, as describeGlobal states it. */
const maxBatchSize = 200;

/** `GET /sobjects`, `GET /sobjects/X`, `GET /sobjects/X/describe`. */
export function describeOperations(catalogue: Catalogue): ApiOperation[] {
  return [
    {
      method: 'GET',
      pattern: '/sobjects',
      run: ({ version }) =>
        json(200, {
          encoding: 'UTF-8',
          maxBatchSize,
          sobjects: catalogue.objectNames.map((name) =>
            globalDescribe(requireObject(catalogue, name), version.path),
          ),
        }),
    },
    {
      method: 'GET',
      pattern: '/sobjects/:object',
      run: ({ version, params }) =>
        json(200, {
          objectDescribe: globalDescribe(requireObject(catalogue, param(params, 'object')), version.path),
          recentItems: [],
        }),
    },
    {
      method: 'GET',
      pattern: '/sobjects/:object/describe',
      run: ({ version, params }) => {
        const object = requireObject(catalogue, param(params, 'object'));
        return json(200, { ...object.describe, urls: urlsOf(object.name, version.path) });
      },
    },
  ];
}

/** @throws ApiError 404 `NOT_FOUND`. */
export function requireObject(catalogue: Catalogue, name: string): SObject {
  const object = catalogue.find(name);
  if (object === undefined) throw notFound();
  return object;
}

function globalDescribe({ name, describe }: SObject, versionPath: string): Record<string, unknown> {
  return {
    ...Object.fromEntries(globalKeys.map((key) => [key, describe[key] ?? null])),
    urls: urlsOf(name, versionPath),
  };
}

function urlsOf(name: string, versionPath: string): Record<string, string> {
  const sobject = `${versionPath}/sobjects/${name}`;
  return {
    rowTemplate: `${sobject}/{ID}`,
    describe: `${sobject}/describe`,
    sobject,
  };
}
