import { startLocalOrg, type LocalOrg, type LocalOrgOptions } from '../../src/local-org/index.ts';

/** A local org that `await using` closes. */
export type TestOrg = LocalOrg & AsyncDisposable;

/** Starts a local org on a free port that keeps its records in memory and has no sample records. */
export async function startTestOrg(options: LocalOrgOptions = {}): Promise<TestOrg> {
  const org = await startLocalOrg({ port: 0, dataFile: ':memory:', seed: false, ...options });
  return { ...org, [Symbol.asyncDispose]: () => org.close() };
}
