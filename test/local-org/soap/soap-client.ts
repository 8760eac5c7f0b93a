import type { LocalOrg } from '../../../src/local-org/index.ts';
import { envelope, signIn, soap, type OrgClient } from '../server/org-client.ts';

/** Talks the partner API to a local org with a session of its own. Gives the text of the answer. */
export interface SoapClient {
  /** The same session over REST. */
  readonly rest: OrgClient;
  /** `operation` and `header` are XML; elements of the API have the prefix `n`. */
  call(operation: string, header?: string): Promise<string>;
}

/** Logs in. */
export async function soapClient(org: LocalOrg): Promise<SoapClient> {
  const rest = await signIn(org);
  const session = `<n:SessionHeader><n:sessionId>${rest.sessionId}</n:sessionId></n:SessionHeader>`;
  return {
    rest,
    call: async (operation, header = '') => (await soap(org, envelope(operation, session + header))).text,
  };
}

/** An sObject as a client sends it; `fields` is XML. */
export function sObject(type: string, fields: string): string {
  return `<n:sObjects><type>${type}</type>${fields}</n:sObjects>`;
}

/** The texts of all elements with this name. */
export function texts(xml: string, name: string): string[] {
  return [...xml.matchAll(new RegExp(`<${name}>([^<]*)</${name}>`, 'g'))].map(([, text = '']) => text);
}
