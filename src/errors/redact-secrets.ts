import { resolveEscapes } from './resolve-escapes.ts';

const sessionIdPattern = /00D[A-Za-z0-9]{12}(?:[A-Za-z0-9]{3})?(?:!|%21)[A-Za-z0-9._%]+/gu;
const replacement = '[redacted]';

/** Layers of encoding that are looked behind: a text in JSON, in a page, in an address, and one to spare. */
const maxLayers = 4;

/**
 * Blanks out the given secrets, also as they look in XML, JSON, addresses and forms, and everything shaped like a session
 * id.
 * Some answers echo what was sent, e.g. `Illegal Session … missing session key`, or the page of a proxy. A text that
 * hides one behind escapes or character references, such as `\u0021` or `&#33;`, comes back with these resolved; any
 * other text comes back as it is written.
 */
export function redactSecrets(text: string, secrets: readonly string[]): string {
  const longestFirst = [...secrets].sort((left, right) => right.length - left.length);
  let shown = blankOut(text, longestFirst);
  let inner = shown;
  for (let layer = 0; layer < maxLayers; layer += 1) {
    const resolved = resolveEscapes(inner);
    if (resolved === inner) break;
    inner = blankOut(resolved, longestFirst);
    if (inner !== resolved) shown = inner;
  }
  return shown;
}

function blankOut(text: string, secrets: readonly string[]): string {
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
