import type { OrgControls } from './eyes/org-controls.ts';
import { openOrg, type Credentials } from './open-org.ts';
import { errorResponse } from './server/answer-errors.ts';
import { listen } from './server/listener.ts';
import { resolveLocalOrgOptions, type LocalOrgOptions } from './server/local-org-options.ts';

/** A running local org. */
export interface LocalOrg extends OrgControls, Credentials {
  /** Without a trailing slash; the Server Host of a connection. */
  readonly url: string;
  /** Cuts open connections, stops running jobs, closes the records and removes what a data file does not keep; may be called again. */
  close(): Promise<void>;
}

/**
 * Starts an embedded stand-in for Salesforce on a loopback port and resolves when it answers. Several may run in
 * one process. See docs/local-org.md for what it emulates.
 * @throws LocalOrgError `address-in-use` (with the port), `address-not-available`, `invalid-options`; UsersFileError.
 */
export async function startLocalOrg(options: LocalOrgOptions = {}): Promise<LocalOrg> {
  const resolved = resolveLocalOrgOptions(options);
  const org = openOrg(resolved);
  const answer = org.answer;
  const listener = await listen(resolved, org.traffic, (request) =>
    answer(request).catch(errorResponse),
  ).catch(async (error: unknown) => {
    await org.close();
    throw error;
  });
  let closing: Promise<void> | undefined;
  const close = async () => {
    org.endWaits();
    await listener.close();
    await org.close();
  };
  return {
    url: listener.url,
    ...org.credentials,
    ...org.controls,
    close: () => (closing ??= close()),
  };
}
