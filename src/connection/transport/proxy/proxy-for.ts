import type { ProxyEnvironment } from '../../../contract/proxy-environment.ts';
import { ConnectorError } from '../../../errors/connector-error.ts';
import { FailureClass } from '../../../errors/failure-class.ts';
import type { ProxyOptions } from '../../options/network-schema.ts';
import { isLoopback } from '../../options/server-host.ts';
import { BypassList } from './bypass-list.ts';
import { ProxyAddress, type ProxySource } from './proxy-address.ts';
import { readVariable } from './proxy-variable.ts';

/** What decides about the proxy of an address. */
export interface ProxySettings {
  readonly proxy: ProxyOptions;
  /** The environment, for `proxy: 'environment'`. */
  readonly proxies?: ProxyEnvironment | undefined;
}

/**
 * The proxy on the way to an address, or `undefined` when it is reached directly. Loopback hosts always are.
 *
 * @throws ConnectorError `invalid-configuration` when the environment names something that is no http or https proxy
 */
export function proxyFor(target: URL, { proxy, proxies = {} }: ProxySettings): ProxyAddress | undefined {
  if (proxy === 'none' || isLoopback(target)) return undefined;
  if (proxy !== 'environment') {
    const { url, username = '', password = '', bypass } = proxy;
    if (new BypassList(bypass).includes(target)) return undefined;
    return new ProxyAddress(new URL(url), { username, password }, ofFields);
  }
  const isPlain = target.protocol === 'http:';
  const text = isPlain ? proxies.httpProxy : proxies.httpsProxy;
  if (text === undefined || BypassList.parse(proxies.noProxy ?? '').includes(target)) return undefined;
  const name = isPlain ? 'HTTP_PROXY' : 'HTTPS_PROXY';
  const { url, ...credentials } = readVariable(text) ?? unreadable(name);
  return new ProxyAddress(url, credentials, ofVariable(name));
}

const ofFields: ProxySource = {
  fields: {
    address: ['proxy.url', 'proxy.bypass'],
    credentials: ['proxy.username', 'proxy.password'],
  },
  words: '`proxy` of the connection',
};

function ofVariable(name: string): ProxySource {
  return {
    fields: { address: ['proxy'], credentials: ['proxy'] },
    words: `the environment variable ${name}`,
  };
}

/** The value is not quoted: it may hold a password. */
function unreadable(name: string): never {
  const message = 'is not the address of a proxy, e.g. http://proxy.example:3128';
  throw new ConnectorError('invalid-configuration', `The environment variable ${name} ${message}.`, {
    details: { problems: [{ path: name, message }], fields: ['proxy'], failure: FailureClass.unreachable },
    nextSteps: ['Only http:// and https:// proxies are possible; set `proxy` to `none` to connect directly.'],
  });
}
