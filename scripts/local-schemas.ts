import type { ActivitySchemas } from '../src/contract/schema.ts';
import { createRunContext, salesforceServiceCloud } from '../src/index.ts';
import { startLocalOrg } from '../src/local-org/index.ts';

/** An activity whose schemas are wanted. */
export interface WantedSchemas {
  readonly type: string;
  readonly options: Readonly<Record<string, unknown>>;
}

/**
 * The schemas of activities on a local org, in the order in which they are asked for: what the org describes comes from
 * recorded describes, where there are any. The connection is called `production`.
 *
 * @param schemaFile custom fields of the org; default: none
 */
export async function localSchemas(
  wanted: readonly WantedSchemas[],
  schemaFile?: string,
): Promise<ActivitySchemas[]> {
  const org = await startLocalOrg({
    port: 0,
    dataFile: ':memory:',
    seed: false,
    ...(schemaFile === undefined ? {} : { schemaFile }),
  });
  const { url, username, password, securityToken } = org;
  const connection = salesforceServiceCloud.connect(
    { name: 'production', serverHost: url, username, password, securityToken },
    createRunContext(),
  );
  try {
    const schemas: ActivitySchemas[] = [];
    for (const { type, options } of wanted) {
      schemas.push(await salesforceServiceCloud.activity(type, options).schemas(connection));
    }
    return schemas;
  } finally {
    await connection.close();
    await org.close();
  }
}
