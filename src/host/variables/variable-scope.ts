import type { VariableDefinition, VariableValue } from './variable-definition.ts';

/** What gives variables their values, strongest first: what runs have set, `overrides`, then `env`, `value`, `default` as declared. */
export interface VariableScopeOptions {
  readonly definitions?: Readonly<Record<string, VariableDefinition>>;
  /** Values for this run (`--var NAME=VALUE`); may name variables that nobody declared. */
  readonly overrides?: Readonly<Record<string, string>>;
  /** Environment variables that `{"env": "NAME"}` may reach. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

/** Every variable that configured fields may name. */
export interface VariableScope {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** `undefined` when the variable has no value. */
  value(name: string): VariableValue | undefined;
  isDeclared(name: string): boolean;
  /** Gives variables a value from now on, stronger than any other: what a run has found out. */
  set(values: Readonly<Record<string, VariableValue>>): void;
  /** Values of secret variables, to be kept out of everything printed. */
  readonly secretValues: readonly string[];
}

/** Puts the sources of values in order. Reads nothing but what it is given. */
export function createVariableScope(options: VariableScopeOptions = {}): VariableScope {
  const definitions = new Map(Object.entries(options.definitions ?? {}));
  const overrides = new Map(Object.entries(options.overrides ?? {}));
  const environment = options.environment ?? {};
  const found = new Map<string, VariableValue>();

  const value = (name: string): VariableValue | undefined => {
    const definition = definitions.get(name);
    const fromEnvironment = definition?.env === undefined ? undefined : environment[definition.env];
    return (
      found.get(name) ?? overrides.get(name) ?? fromEnvironment ?? definition?.value ?? definition?.default
    );
  };
  const secretValues = [...definitions]
    .filter(([, { secret, env }]) => secret || env !== undefined)
    .map(([name]) => String(value(name) ?? ''))
    .filter((text) => text !== '');

  return {
    environment,
    value,
    isDeclared: (name) => definitions.has(name),
    set: (values) => {
      for (const [name, each] of Object.entries(values)) found.set(name, each);
    },
    secretValues,
  };
}
