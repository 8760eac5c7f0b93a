import { createClientAsync, type Client } from 'soap';
import { expect } from 'vitest';
import type { LocalOrg } from '../../../src/local-org/index.ts';
import { partnerWsdl, problemsOf } from './partner-wsdl.ts';

/** What an operation answered: its `result` as the client read it, and the XML. */
export interface WsdlAnswer {
  readonly result: unknown;
  readonly xml: string;
}

/** A SOAP client that knows nothing but the WSDL. Every answer, faults too, is held against the WSDL's schemas. */
export interface WsdlClient {
  /** Calls an operation, with SOAP headers beside SessionHeader. */
  call(operation: string, args?: unknown, headers?: Headers): Promise<WsdlAnswer>;
  /** Calls an operation that must be refused; gives the XML of the fault. */
  refusal(operation: string, args?: unknown, headers?: Headers): Promise<string>;
}

/** SOAP headers by name, their parts by name. */
type Headers = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

type Method = (args: unknown) => Promise<[{ readonly result: unknown } | null]>;

/** Builds the client, logs in and goes on at serverUrl. */
export async function wsdlClient(org: LocalOrg): Promise<WsdlClient> {
  const client = await createClientAsync(partnerWsdl, { endpoint: `${org.url}/services/Soap/u/58.0` });
  const login = await send(client, 'login', {
    username: org.username,
    password: org.password + org.securityToken,
  });
  const { serverUrl, sessionId } = login.result as { serverUrl: string; sessionId: string };
  client.setEndpoint(serverUrl);
  const prepare = (headers: Headers) => {
    client.clearSoapHeaders();
    for (const [name, parts] of Object.entries({ SessionHeader: { sessionId }, ...headers })) {
      const content = Object.entries(parts).map(([part, value]) => [`tns:${part}`, value] as const);
      client.addSoapHeader({ [`tns:${name}`]: Object.fromEntries(content) });
    }
  };
  return {
    call: (operation, args = {}, headers = {}) => {
      prepare(headers);
      return send(client, operation, args);
    },
    refusal: async (operation, args = {}, headers = {}) => {
      prepare(headers);
      const fault = await send(client, operation, args).then(
        () => undefined,
        (error: unknown) => (error as { readonly body?: string }).body,
      );
      expect(fault, `${operation} is refused`).toBeDefined();
      expect(await problemsOf(fault ?? '')).toEqual([]);
      return fault ?? '';
    },
  };
}

async function send(client: Client, operation: string, args: unknown): Promise<WsdlAnswer> {
  const method = client[`${operation}Async`] as Method;
  const [answer] = await method(args);
  const xml = (client as unknown as { readonly lastResponse: string }).lastResponse;
  expect(await problemsOf(xml), `${operation}: ${xml.slice(0, 2000)}`).toEqual([]);
  return { result: answer?.result, xml };
}
