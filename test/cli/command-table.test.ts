import type { Command } from 'commander';
import { expect, test } from 'vitest';
import { createProgram } from '../../src/cli/program.ts';

/** Every command, argument and flag as one line each. */
function lines(command: Command, path: string): string[] {
  const own =
    command.commands.length > 0 ? [] : [[path, ...command.registeredArguments.map(argumentText)].join(' ')];
  const flags = command.options.map((option) => {
    const choices = option.argChoices === undefined ? '' : ` (${option.argChoices.join('|')})`;
    return `    ${option.flags}${option.mandatory ? ' [required]' : ''}${choices}`;
  });
  return [...own, ...flags, ...command.commands.flatMap((child) => lines(child, `${path} ${child.name()}`))];
}

function argumentText(argument: Command['registeredArguments'][number]): string {
  return argument.required ? `<${argument.name()}>` : `[${argument.name()}]`;
}

test('commands, arguments and flags keep their names', async () => {
  await expect(lines(createProgram(), 'sfsc').join('\n') + '\n').toMatchFileSnapshot('command-table.txt');
});

test('every command and every flag says what it is for', () => {
  const walk = (command: Command): void => {
    expect(command.description()).not.toBe('');
    for (const option of command.options)
      expect(option.description, `${command.name()} ${option.flags}`).not.toBe('');
    for (const child of command.commands) walk(child);
  };
  walk(createProgram());
});

test('every command has --json', () => {
  const leaves = (command: Command): Command[] =>
    command.commands.length === 0 ? [command] : command.commands.flatMap(leaves);
  for (const leaf of leaves(createProgram())) {
    expect(
      leaf.options.map(({ long }) => long),
      leaf.name(),
    ).toContain('--json');
  }
});
