/** Whether the address is one for a line without TLS. Anything but `http:` gets TLS. */
export function isPlain(url: URL): boolean {
  return url.protocol === 'http:';
}

/** The port of the address, which it only names when it is not the usual one. */
export function portOf(url: URL): number {
  if (url.port !== '') return Number(url.port);
  return isPlain(url) ? 80 : 443;
}
