/** The name of a connection as it stands in a command line. */
export function quotedName(name: string): string {
  return /^[A-Za-z0-9._-]+$/u.test(name) ? name : `"${name}"`;
}
