import type { SecretBox } from '../secrets/secret-box.ts';
import type { VariableScope } from '../variables/variable-scope.ts';
import type { Connector } from '../../contract/connector.ts';
import type { Draft } from './draft-file.ts';
import { enteredMark } from './entered-mark.ts';
import type { Fields } from './field-path.ts';
import { substitutedIdentity } from './read-identity.ts';
import { typedIdentity } from './typed-identity.ts';
import { valueAt } from './field-path.ts';

/** What marks of a draft depend on. */
export interface EnteredSecretsContext {
  readonly connector: Connector;
  readonly scope: VariableScope;
  readonly box: SecretBox | undefined;
}

/** Marks for the secrets that were entered, for the host and user that the fields have; none without a key. */
export function markEntered(
  paths: readonly string[],
  draft: Draft,
  fields: Fields,
  { connector, scope, box }: EnteredSecretsContext,
): Draft['entered'] {
  if (box === undefined) return {};
  const typed = typedIdentity(connector.manifest, fields);
  const substituted = substitutedIdentity(typed, scope);
  const { type, name } = draft;
  return Object.fromEntries(
    paths.map((path) => {
      const value = valueAt(fields, path) ?? null;
      return [path, enteredMark(box, { type, name, path, value, typed, substituted })];
    }),
  );
}

/** Paths of the secrets that were entered in the draft, for the host and user that the fields have now. */
export function enteredIn(
  draft: Draft | undefined,
  fields: Fields,
  context: EnteredSecretsContext,
): ReadonlySet<string> {
  if (draft === undefined) return new Set();
  const expected = markEntered(Object.keys(draft.entered), draft, fields, context);
  return new Set(Object.keys(expected).filter((path) => expected[path] === draft.entered[path]));
}
