/** Replaces every occurrence of the secrets in a text by `***`. */
export type Redactor = (text: string) => string;

/**
 * A last line of defence for everything that is printed. Longer secrets go first, so that one which contains another
 * leaves no rest; each is also found as JSON spells it. Secrets of fewer than 4 characters are left alone: replacing
 * them would garble ordinary text.
 */
export function createRedactor(secrets: Iterable<string>): Redactor {
  const spellings = [...secrets].flatMap((secret) => [secret, JSON.stringify(secret).slice(1, -1)]);
  const ordered = [...new Set(spellings)]
    .filter((secret) => secret.length >= 4)
    .sort((a, b) => b.length - a.length);
  return (text) => ordered.reduce((result, secret) => result.replaceAll(secret, '***'), text);
}
