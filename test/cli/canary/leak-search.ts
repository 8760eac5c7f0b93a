import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** One secret, by the name under which a finding reports it. */
export type Secrets = Readonly<Record<string, string>>;

/** A secret that was found where it must not be. */
export interface Leak {
  readonly secret: string;
  /** How it was written: `clear`, `base64`, … */
  readonly form: string;
  /** Where: `stdout`, or the path of a file. */
  readonly place: string;
}

/** Everything that a run left behind, by place. */
export type Places = ReadonlyMap<string, Buffer>;

/** Every secret in every form in every place. */
export function findLeaks(places: Places, secrets: Secrets): readonly Leak[] {
  const leaks: Leak[] = [];
  for (const [secret, value] of Object.entries(secrets)) {
    for (const [form, written] of writtenForms(value)) {
      for (const [place, content] of places) {
        if (content.includes(written)) leaks.push({ secret, form, place });
      }
    }
  }
  return leaks;
}

/** All files below a folder, by path. */
export async function filesBelow(folder: string): Promise<Map<string, Buffer>> {
  const files = new Map<string, Buffer>();
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    // The name of a file can tell as much as its content.
    files.set(path, Buffer.from(path.slice(folder.length)));
    if (entry.isFile()) files.set(`${path} (content)`, await readFile(path));
  }
  return files;
}

function writtenForms(secret: string): ReadonlyMap<string, string> {
  const forms = new Map<string, string>();
  const known = new Set<string>();
  const add = (form: string, written: string): void => {
    if (!known.has(written)) forms.set(form, written);
    known.add(written);
  };
  const json = JSON.stringify(secret).slice(1, -1);
  add('clear', secret);
  add('JSON', json);
  add('JSON in JSON', JSON.stringify(json).slice(1, -1));
  add(
    'JSON in ASCII',
    json.replace(/[^\x20-\x7e]/gu, (letter) => asciiEscape(letter)),
  );
  add('XML text', xmlText(secret));
  add('XML attribute', xmlText(secret).replaceAll('"', '&quot;'));
  add('XML', xmlText(secret).replaceAll('"', '&quot;').replaceAll("'", '&apos;'));
  add('HTML', xmlText(secret).replaceAll('"', '&quot;').replaceAll("'", '&#39;'));
  add('URL', encodeURIComponent(secret));
  add('form', new URLSearchParams([['', secret]]).toString().slice(1));
  add('latin1 as UTF-8', Buffer.from(secret).toString('latin1'));
  add('hex', Buffer.from(secret).toString('hex'));
  for (const encoding of ['base64', 'base64url'] as const) {
    // Behind `user:` or in the middle of more, the same bytes are other letters: there are three ways.
    for (const before of [0, 1, 2]) add(`${encoding} ${before}`, innerBase64(secret, before, encoding));
  }
  return forms;
}

/** The letters of base64 that a text has whatever stands around it, behind so many bytes (modulo 3). */
function innerBase64(text: string, before: number, encoding: 'base64' | 'base64url'): string {
  const bytes = Buffer.concat([Buffer.alloc(before), Buffer.from(text)]);
  const first = before === 0 ? 0 : 4;
  const whole = Math.floor(bytes.length / 3) * 4;
  return bytes.toString(encoding).slice(first, whole);
}

function asciiEscape(letter: string): string {
  return [...letter.split('')]
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('');
}

function xmlText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
