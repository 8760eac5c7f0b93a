import { isOnlyVariables, usesVariable } from '../../host/index.ts';
import { UsageFailure } from '../usage-failure.ts';
import type { FieldSchema } from './field-schema.ts';

const environmentName = /^[A-Za-z_][A-Za-z0-9_]*$/u;

/**
 * The value that `--set PATH=TEXT` means: a boolean or a number where the field takes one, a list where it takes one
 * (commas between the items), else text. Text with a `[variable]` stays as it is.
 *
 * @throws UsageFailure for a secret in clear text, which the shell would remember, and for what is no such value
 */
export function fieldValue({ path, types, isSecret }: FieldSchema, text: string): unknown {
  if (isSecret) {
    if (isOnlyVariables(text)) return text;
    throw new UsageFailure(
      `${path} is a secret: on the command line it would stay in the history of the shell.`,
      [
        `Enter it with \`--enter ${path}\`, name an environment variable with \`--env ${path}=NAME\`, or a variable of the project with \`--set ${path}=[name]\`.`,
      ],
    );
  }
  if (/^[a-z][a-z0-9+.-]*:\/\/[^/?#]*@/iu.test(text)) {
    // Addresses are shown everywhere; a password in one would be, too.
    throw new UsageFailure(`${path} must not hold a user name or password.`);
  }
  if (usesVariable(text) || types.size === 0) return text;
  if (types.has('boolean') && (text === 'true' || text === 'false')) return text === 'true';
  const isNumber = /^-?\d+(?:\.\d+)?$/u.test(text);
  if ((types.has('number') || (types.has('integer') && !text.includes('.'))) && isNumber) return Number(text);
  if (types.has('string')) return text;
  if (types.has('array')) return text === '' ? [] : text.split(',').map((item) => item.trim());
  const wanted = types.has('boolean')
    ? 'true or false'
    : types.has('integer')
      ? 'a whole number'
      : 'a number';
  throw new UsageFailure(`${path} must be ${wanted}.`);
}

/**
 * The reference that `--env PATH=NAME` means.
 *
 * @throws UsageFailure for a name that no environment variable can have; it may be a secret and is not repeated
 */
export function environmentReference({ path }: FieldSchema, name: string): { readonly env: string } {
  if (environmentName.test(name)) return { env: name };
  throw new UsageFailure(
    `\`--env ${path}=\` takes the name of an environment variable: letters, digits, "_".`,
    [`Set the variable in the environment, then write \`--env ${path}=NAME\`.`],
  );
}
