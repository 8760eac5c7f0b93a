import type { ProxyCredentials } from './proxy-address.ts';

/** What an environment variable says: an address, and who asks. */
export interface ProxyVariable extends ProxyCredentials {
  readonly url: URL;
}

/**
 * Reads the value of `HTTPS_PROXY` or `HTTP_PROXY`: `http://name:password@proxy.example:3128`, where the scheme may be
 * missing. `undefined` for anything but an address of an http or https proxy.
 */
export function readVariable(text: string): ProxyVariable | undefined {
  const trimmed = text.trim();
  const url = URL.parse(/^[a-z][a-z0-9+.-]*:\/\//iu.test(trimmed) ? trimmed : `http://${trimmed}`);
  if (url === null || !/^https?:$/u.test(url.protocol)) return undefined;
  return { url, username: decode(url.username), password: decode(url.password) };
}

/** A percent sign that stands for itself is meant so. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
