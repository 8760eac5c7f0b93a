import { UsageFailure } from '../usage-failure.ts';
import type { FieldSchema } from './field-schema.ts';
import { environmentReference, fieldValue } from './field-value.ts';

/** Changes to fields, as they stand on the command line. */
export interface FieldEditOptions {
  /** `PATH=VALUE` each. */
  readonly set: readonly string[];
  /** `PATH=NAME` each. */
  readonly env: readonly string[];
  /** A path each. */
  readonly enter: readonly string[];
  /** A path each. */
  readonly remove: readonly string[];
}

/** One change to one field. */
export type FieldEdit =
  | { readonly kind: 'set'; readonly path: string; readonly value: unknown }
  | { readonly kind: 'remove'; readonly path: string }
  /** Its value is still to be entered. */
  | { readonly kind: 'enter'; readonly path: string };

/**
 * Reads the changes and checks them against the schema: paths, types, no secret in clear text. Nothing is asked for yet.
 *
 * @throws UsageFailure
 */
export function fieldEdits(options: FieldEditOptions, fields: readonly FieldSchema[]): readonly FieldEdit[] {
  const byPath = new Map(fields.map((field) => [field.path, field]));
  const known = (path: string): FieldSchema => byPath.get(path) ?? unknownField(path, fields);
  const edits: FieldEdit[] = [
    ...options.set.map((text): FieldEdit => {
      const [path, value] = halves('--set', 'PATH=VALUE', text);
      return { kind: 'set', path, value: fieldValue(known(path), value) };
    }),
    ...options.env.map((text): FieldEdit => {
      const [path, name] = halves('--env', 'PATH=NAME', text);
      return { kind: 'set', path, value: environmentReference(known(path), name) };
    }),
    ...options.enter.map((path): FieldEdit => {
      if (!known(path).isSecret) {
        throw new UsageFailure(`${path} is no secret.`, [`Give it with \`--set ${path}=VALUE\`.`]);
      }
      return { kind: 'enter', path };
    }),
    ...options.remove.map((path): FieldEdit => ({ kind: 'remove', path: known(path).path })),
  ];
  const paths = edits.map(({ path }) => path);
  const twice = paths.find((path, index) => paths.indexOf(path) !== index);
  if (twice !== undefined) throw new UsageFailure(`${twice} is given more than once.`);
  if (paths.includes('name')) {
    throw new UsageFailure('The name is no field to change.', ['Use `sfsc connection rename OLD NEW`.']);
  }
  return edits;
}

/** The text is not repeated when it has no `=`: it may be a secret that slipped. */
function halves(option: string, form: string, text: string): [path: string, rest: string] {
  const end = text.indexOf('=');
  if (end < 1) throw new UsageFailure(`\`${option}\` takes ${form}.`);
  return [text.slice(0, end), text.slice(end + 1)];
}

function unknownField(path: string, fields: readonly FieldSchema[]): never {
  const paths = fields.map((field) => field.path).filter((name) => name !== 'name');
  const last = path.split('.').at(-1)?.toLowerCase();
  const alike = paths.filter((name) => name.split('.').at(-1)?.toLowerCase() === last);
  throw new UsageFailure(`A connection has no field ${path}.`, [
    alike.length > 0 ? `Did you mean ${alike.join(' or ')}?` : `The fields are: ${paths.join(', ')}.`,
  ]);
}
