const sessionIdPattern = /00D[A-Za-z0-9]{12}(?:[A-Za-z0-9]{3})?(?:!|%21)[A-Za-z0-9._%]+/gu;
const replacement = '[redacted]';

/**
 * Blanks out the given secrets, also as they look in XML, JSON, addresses and forms, and everything shaped like a session
 * id.
 * Some answers echo what was sent, e.g. `Illegal Session … missing session key`, or the page of a proxy.
 */
export function redactSecrets(text: string, secrets: readonly string[]): string {
  let clean = text;
  for (const secret of secrets) {
    // A secret of one or two characters would blank out half of every message and hide nothing.
    if (secret.length < 3) continue;
    for (const form of writtenForms(secret)) clean = clean.replaceAll(form, replacement);
  }
  return clean.replaceAll(sessionIdPattern, replacement);
}

function writtenForms(secret: string): ReadonlySet<string> {
  const ampersands = secret.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  const quotes = ampersands.replaceAll('"', '&quot;').replaceAll("'", '&apos;');
  const inJson = JSON.stringify(secret).slice(1, -1);
  const inForm = new URLSearchParams([['', secret]]).toString().slice(1);
  return new Set([secret, ampersands, quotes, inJson, encodeURIComponent(secret), inForm]);
}
