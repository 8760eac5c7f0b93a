import { Buffer } from 'node:buffer';

/** Where the address of a proxy came from, so that an error can say what to correct. */
export interface ProxySource {
  /** Fields of the connection, most likely first, by what is wrong. */
  readonly fields: Readonly<Record<'address' | 'credentials', readonly string[]>>;
  /** In words: the field, or the environment variable. */
  readonly words: string;
}

/** User name and password for a proxy; either may be empty. */
export interface ProxyCredentials {
  readonly username: string;
  readonly password: string;
}

/** An HTTP proxy. Nobody who prints it sees its password. */
export class ProxyAddress {
  /** Whether the line to the proxy itself has TLS. */
  readonly isTls: boolean;
  /** Without brackets. */
  readonly hostname: string;
  readonly port: number;
  /** For messages: `proxy.example:3128`. */
  readonly host: string;
  readonly source: ProxySource;
  readonly #credentials: ProxyCredentials;

  /** @param url `http:` or `https:`; user name and password in it are not read */
  constructor(url: URL, credentials: ProxyCredentials, source: ProxySource) {
    this.isTls = url.protocol === 'https:';
    this.hostname = url.hostname.replace(/^\[|\]$/gu, '');
    this.port = url.port === '' ? (this.isTls ? 443 : 80) : Number(url.port);
    this.host = `${url.hostname}:${this.port}`;
    this.source = source;
    this.#credentials = credentials;
  }

  /** Whether it was given a user name or a password. */
  get hasCredentials(): boolean {
    return this.#credentials.username !== '' || this.#credentials.password !== '';
  }

  /** Value of `Proxy-Authorization`; `undefined` without credentials. */
  get authorization(): string | undefined {
    return this.hasCredentials ? basic(this.#credentials) : undefined;
  }
}

/** RFC 7617, in UTF-8. */
export function basic({ username, password }: ProxyCredentials): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
}
