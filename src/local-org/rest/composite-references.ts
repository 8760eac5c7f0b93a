import { ApiError } from '../server/api-error.ts';
import type { ApiVersion } from '../server/api-version.ts';

const reference = /@\{([A-Za-z0-9_]+)((?:\.[A-Za-z0-9_]+|\[\d+\])+)\}/g;
const onlyReference = new RegExp(`^${reference.source}$`);

/** From this version on a reference to a field that is null gives null; before, it fails. */
const firstVersionWithNulls = 52;

/** What can be referred to. */
export interface AnsweredSubrequests {
  /** Bodies of the subrequests so far, by reference id. */
  readonly bodies: ReadonlyMap<string, unknown>;
  readonly version: ApiVersion;
}

/**
 * Replaces every `@{referenceId.path}` in the strings of a JSON value. Names are case-sensitive: `id` after a
 * create, `Id` after a retrieve.
 * @throws ApiError 400 `PROCESSING_HALTED` when a reference leads nowhere.
 */
export function resolveReferences(value: unknown, answers: AnsweredSubrequests): unknown {
  // Most bodies refer to nothing; looking is much cheaper than copying them.
  return mentionsReference(value) ? resolved(value, answers) : value;
}

function resolved(value: unknown, answers: AnsweredSubrequests): unknown {
  if (typeof value === 'string') {
    const [whole, referenceId = '', path = ''] = onlyReference.exec(value) ?? [];
    return whole !== undefined && isNull(referenceId, path, answers) ? null : resolveText(value, answers);
  }
  if (Array.isArray(value)) return value.map((item: unknown) => resolved(item, answers));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, resolved(inner, answers)]));
}

function mentionsReference(value: unknown): boolean {
  if (typeof value === 'string') return value.includes('@{');
  if (typeof value !== 'object' || value === null) return false;
  for (const key in value) {
    if (mentionsReference((value as Readonly<Record<string, unknown>>)[key])) return true;
  }
  return false;
}

/** The same for one text, a subrequest's URL for instance. */
export function resolveText(text: string, answers: AnsweredSubrequests): string {
  return text.replace(reference, (whole, referenceId: string, path: string) => {
    const found = follow(answers.bodies.get(referenceId), path);
    if (typeof found === 'string' || typeof found === 'number' || typeof found === 'boolean')
      return String(found);
    if (isNull(referenceId, path, answers)) return '';
    throw new ApiError(
      400,
      'PROCESSING_HALTED',
      `Invalid reference specified. No value for ${whole.slice(2, -1)} found`,
    );
  });
}

function isNull(referenceId: string, path: string, { bodies, version }: AnsweredSubrequests): boolean {
  return version.number >= firstVersionWithNulls && follow(bodies.get(referenceId), path) === null;
}

function follow(body: unknown, path: string): unknown {
  let current = body;
  for (const [, name, index] of path.matchAll(/\.([A-Za-z0-9_]+)|\[(\d+)\]/g)) {
    const key = name ?? index ?? '';
    if (typeof current !== 'object' || current === null || !Object.hasOwn(current, key)) return undefined;
    current = (current as Readonly<Record<string, unknown>>)[key];
  }
  return current;
}
