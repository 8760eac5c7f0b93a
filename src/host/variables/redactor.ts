/** Replaces every occurrence of the secrets in a text by `***`. */
export type Redactor = (text: string) => string;

/**
 * A last line of defence for everything that is printed. Longer secrets go first, so that one which contains another
 * leaves no rest. Secrets of fewer than 4 characters are left alone: replacing them would garble ordinary text.
 */
export function createRedactor(secrets: Iterable<string>): Redactor {
  const ordered = [...new Set(secrets)]
    .filter((secret) => secret.length >= 4)
    .sort((a, b) => b.length - a.length);
  return (text) => ordered.reduce((result, secret) => result.replaceAll(secret, '***'), text);
}
