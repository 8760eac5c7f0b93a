import type { Catalogue, SObject } from '../catalogue/catalogue.ts';
import { notFound } from '../server/api-error.ts';
import { json } from '../server/org-response.ts';
import { param } from '../server/route-table.ts';
import { nameObjectDescribe } from '../soql/name-object.ts';
import { DescribeState } from './describe-state.ts';
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
export function describeOperations(catalogue: Catalogue, schemaFile: string | undefined): ApiOperation[] {
  const state = new DescribeState(schemaFile);
  return [
    {
      method: 'GET',
      pattern: '/sobjects',
      run: (call) =>
        state.answer(call, () => ({
          encoding: 'UTF-8',
          maxBatchSize,
          sobjects: catalogue.objectNames.map((name) =>
            globalDescribe(requireObject(catalogue, name), call.version.path),
          ),
        })),
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
      run: (call) => {
        const name = param(call.params, 'object');
        const isName = name.toLowerCase() === 'name';
        const described = isName ? nameObjectDescribe() : requireObject(catalogue, name).describe;
        return state.answer(call, () => ({
          ...described,
          urls: urlsOf(described.name, call.version.path),
        }));
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
