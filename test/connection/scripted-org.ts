import { openSalesforceConnection } from '../../src/connection/open-salesforce-connection.ts';
import type { SalesforceConnection } from '../../src/connection/salesforce-connection.ts';
import {
  startScriptedServer,
  type ReceivedRequest,
  type Script,
  type ScriptedReply,
  type ScriptedServer,
} from '../support/scripted-server.ts';
import { testRunContext, type TestRunContext } from '../support/test-run-context.ts';

/** Strings that must never show up outside the requests they belong to. */
export const canary = {
  password: 'pass<word>&£"canary\'',
  securityToken: 'TokenCanary0123456789',
  sessionMark: 'SessionCanary',
} as const;

/** An org that accepts every login, hands out a new session for each, and answers other calls as a test says. */
export interface ScriptedOrg extends AsyncDisposable {
  readonly server: ScriptedServer;
  readonly context: TestRunContext;
  readonly connection: SalesforceConnection;
  /** Requests other than logins. */
  readonly calls: readonly ReceivedRequest[];
  readonly logins: readonly ReceivedRequest[];
}

/** What a test may change about a {@link ScriptedOrg}. */
export interface ScriptedOrgOptions {
  readonly login?: (loginNumber: number, origin: string) => ScriptedReply | Promise<ScriptedReply>;
  readonly config?: Readonly<Record<string, unknown>>;
}

/** Starts a scripted org and opens a connection to it. `script` sees every request but the logins. */
export async function startScriptedOrg(
  script: Script,
  options: ScriptedOrgOptions = {},
): Promise<ScriptedOrg> {
  let loginNumber = 0;
  const logIn = options.login ?? loginAnswer;
  const server: ScriptedServer = await startScriptedServer((request, attempt) => {
    if (!isLogin(request)) return script(request, attempt);
    loginNumber += 1;
    return logIn(loginNumber, server.origin);
  });
  const context = testRunContext();
  const connection = openSalesforceConnection(
    {
      name: 'Scripted',
      serverHost: server.origin,
      username: 'integration@example.com',
      password: canary.password,
      securityToken: canary.securityToken,
      ...options.config,
    },
    context,
  );
  return {
    server,
    context,
    connection,
    get calls() {
      return server.requests.filter((request) => !isLogin(request));
    },
    get logins() {
      return server.requests.filter(isLogin);
    },
    async [Symbol.asyncDispose]() {
      await connection.close();
      await server[Symbol.asyncDispose]();
    },
  };
}

/** The session id that the given login hands out. */
export function sessionOf(loginNumber: number): string {
  return `00D000000000001!${canary.sessionMark}.${loginNumber}`;
}

/** Number of the login whose session a request carries. */
export function loginNumberOf(request: ReceivedRequest): number {
  return Number(/\.(\d+)$/u.exec(String(request.headers['authorization']))?.[1]);
}

/** A login answer as of API 64.0. */
export function loginAnswer(
  loginNumber: number,
  origin: string,
  changes: { passwordExpired?: boolean } = {},
): ScriptedReply {
  const body = `<?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns="urn:partner.soap.sforce.com" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><soapenv:Body><loginResponse><result><metadataServerUrl>${origin}/services/Soap/m/64.0/00D000000000001</metadataServerUrl><passwordExpired>${changes.passwordExpired ?? false}</passwordExpired><sandbox>true</sandbox><serverUrl>${origin}/services/Soap/u/64.0/00D000000000001</serverUrl><sessionId>${sessionOf(loginNumber)}</sessionId><userId>005000000000001AAA</userId><userInfo><accessibilityMode>false</accessibilityMode><chatterExternal>false</chatterExternal><currencySymbol>€</currencySymbol><orgAttachmentFileSizeLimit>5242880</orgAttachmentFileSizeLimit><orgDefaultCurrencyIsoCode>EUR</orgDefaultCurrencyIsoCode><orgDefaultCurrencyLocale>de_DE_EURO</orgDefaultCurrencyLocale><orgDisallowHtmlAttachments>false</orgDisallowHtmlAttachments><orgHasPersonAccounts>false</orgHasPersonAccounts><organizationId>00D000000000001EAA</organizationId><organizationMultiCurrency>false</organizationMultiCurrency><organizationName>Müller &amp; Söhne</organizationName><profileId>00e000000000001AAA</profileId><roleId xsi:nil="true"/><sessionSecondsValid>7200</sessionSecondsValid><userDefaultCurrencyIsoCode xsi:nil="true"/><userEmail>integration@example.com</userEmail><userFullName>Integration User</userFullName><userId>005000000000001AAA</userId><userLanguage>en_US</userLanguage><userLocale>de_DE</userLocale><userName>integration@example.com</userName><userTimeZone>Europe/Berlin</userTimeZone><userType>Standard</userType><userUiSkin>Theme3</userUiSkin></userInfo></result></loginResponse></soapenv:Body></soapenv:Envelope>`;
  return { status: 200, headers: { 'content-type': 'text/xml; charset=UTF-8' }, body };
}

/** A login fault, HTTP 500. */
export function loginFault(code: string, message: string): ScriptedReply {
  const body = `<?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns:sf="urn:fault.partner.soap.sforce.com" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><soapenv:Body><soapenv:Fault><faultcode>sf:${code}</faultcode><faultstring>${code}: ${message}</faultstring><detail><sf:LoginFault xsi:type="sf:LoginFault"><sf:exceptionCode>${code}</sf:exceptionCode><sf:exceptionMessage>${message}</sf:exceptionMessage></sf:LoginFault></detail></soapenv:Fault></soapenv:Body></soapenv:Envelope>`;
  return { status: 500, headers: { 'content-type': 'text/xml; charset=UTF-8' }, body };
}

/** A JSON answer. */
export function json(
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): ScriptedReply {
  return {
    status,
    headers: { 'content-type': 'application/json;charset=UTF-8', ...headers },
    body: JSON.stringify(body),
  };
}

/** A refusal in the shape that REST uses. */
export function refusal(status: number, errorCode: string, message = 'Refused.'): ScriptedReply {
  return json(status, [{ message, errorCode }]);
}

function isLogin(request: ReceivedRequest): boolean {
  return request.url.startsWith('/services/Soap/u/');
}
