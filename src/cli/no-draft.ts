import { UsageFailure } from './usage-failure.ts';

/** What a command says that is meant for a draft where there is none. */
export function noDraft(name: string): UsageFailure {
  return new UsageFailure(`The connection ${name} has no draft.`, [
    `Make one with \`sfsc connection draft ${name} --set PATH=VALUE\`, or leave \`--draft\` out.`,
  ]);
}
