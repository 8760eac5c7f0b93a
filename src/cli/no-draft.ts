import { UsageFailure } from './usage-failure.ts';
import { quoted } from './quoted.ts';

/** What a command says that is meant for a draft where there is none. */
export function noDraft(name: string): UsageFailure {
  return new UsageFailure(`The connection ${name} has no draft.`, [
    `Make one with \`sfsc connection draft ${quoted(name)} --set PATH=VALUE\`, or leave \`--draft\` out.`,
  ]);
}
