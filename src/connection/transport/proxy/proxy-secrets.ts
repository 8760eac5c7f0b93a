import type { ProxyOptions } from '../../options/network-schema.ts';
import type { ProxySettings } from './proxy-for.ts';
import { basic, type ProxyCredentials } from './proxy-address.ts';
import { readVariable } from './proxy-variable.ts';

/**
 * The strings with which somebody could use the proxy, so that no error and no log shows them: the password, and the
 * value of the header that carries it. Those of the environment only when the connection follows it.
 */
export function proxySecrets({ proxy, proxies = {} }: ProxySettings): string[] {
  if (proxy === 'none') return [];
  if (proxy !== 'environment') return secretsIn(credentialsOf(proxy));
  return [proxies.httpsProxy, proxies.httpProxy].flatMap((text) => {
    const variable = text === undefined ? undefined : readVariable(text);
    if (text === undefined || variable === undefined || variable.password === '') return [];
    // As it is written in the variable too: percent signs, or what looks like an address and is none.
    return [...secretsIn(variable), variable.url.password, text.trim()];
  });
}

function credentialsOf({ username = '', password = '' }: Exclude<ProxyOptions, string>): ProxyCredentials {
  return { username, password };
}

function secretsIn(credentials: ProxyCredentials): string[] {
  return credentials.password === '' ? [] : [credentials.password, basic(credentials).slice('Basic '.length)];
}
