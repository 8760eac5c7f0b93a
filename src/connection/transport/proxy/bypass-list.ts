import { BlockList, isIP } from 'node:net';

interface Entry {
  matches(host: string): boolean;
  /** Empty for every port. */
  readonly port: string;
}

/**
 * Hosts that are reached without a proxy, by the rules of `NO_PROXY`. An entry is
 *
 * - `example.com`, `.example.com` or `*.example.com`: this host and everything below it;
 * - an address or a network: `10.1.2.3`, `::1`, `10.0.0.0/8`, `fd00::/8`; names are not looked up for it;
 * - any of these but networks with a port: `example.com:8443`, `[::1]:8443`;
 * - `*`: everything.
 */
export class BypassList {
  readonly #entries: readonly Entry[];

  /** @param entries as above; white space and empty ones are dropped */
  constructor(entries: readonly string[]) {
    this.#entries = entries.flatMap((text) => {
      const entry = text.trim().toLowerCase();
      return entry === '' ? [] : [parseEntry(entry)];
    });
  }

  /** Reads the text of `NO_PROXY`: entries between commas or white space. */
  static parse(text: string): BypassList {
    return new BypassList(text.split(/[\s,]+/u));
  }

  /** Whether the host of this address is reached directly. */
  includes({ hostname, port, protocol }: URL): boolean {
    const host = hostname.replace(/^\[|\]$/gu, '').replace(/\.$/u, '');
    const effectivePort = port === '' ? (protocol === 'http:' ? '80' : '443') : port;
    return this.#entries.some(
      (entry) => (entry.port === '' || entry.port === effectivePort) && entry.matches(host),
    );
  }
}

function parseEntry(text: string): Entry {
  if (isIP(text) !== 0 || text.includes('/')) return { matches: addressMatcher(text), port: '' };
  const { host = text, port = '' } = /^(?<host>.+?)(?::(?<port>\d+))?$/u.exec(text)?.groups ?? {};
  const bare = host.replace(/^\[|\]$/gu, '');
  if (isIP(bare) !== 0) return { matches: addressMatcher(bare), port };
  if (bare === '*') return { matches: () => true, port };
  const name = bare.replace(/^\*?\./u, '').replace(/\.$/u, '');
  return { matches: (candidate) => candidate === name || candidate.endsWith(`.${name}`), port };
}

/** Matches one address or a network; a network that is none matches nothing. */
function addressMatcher(text: string): (host: string) => boolean {
  const [address = '', bits] = text.split('/');
  const family = isIP(address);
  const maxBits = family === 6 ? 128 : 32;
  const prefix = bits === undefined ? maxBits : /^\d{1,3}$/u.test(bits) ? Number(bits) : NaN;
  if (family === 0 || !(prefix <= maxBits)) return () => false;
  const network = new BlockList();
  network.addSubnet(address, prefix, family === 6 ? 'ipv6' : 'ipv4');
  return (host) => isIP(host) !== 0 && network.check(host, isIP(host) === 6 ? 'ipv6' : 'ipv4');
}
