/** What the environment of a process says about proxies, in the form of the variables of these names. */
export interface ProxyEnvironment {
  /** `HTTPS_PROXY`: address of the proxy for https addresses, possibly with user name and password. */
  readonly httpsProxy?: string | undefined;
  /** `HTTP_PROXY`: address of the proxy for http addresses. */
  readonly httpProxy?: string | undefined;
  /** `NO_PROXY`: hosts that are reached directly, separated by commas. */
  readonly noProxy?: string | undefined;
}
