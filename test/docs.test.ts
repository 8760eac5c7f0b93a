import { execFile } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { Command } from 'commander';
import { describe, expect, test } from 'vitest';
import { createProgram } from '../src/cli/program.ts';
import type { JsonSchema } from '../src/contract/schema.ts';
import { createVariableScope, parseActivityFile, substituteVariables } from '../src/host/index.ts';
import { salesforceServiceCloud } from '../src/plugin.ts';
import { memoryStateStore } from './support/memory-state-store.ts';
import { testRunContext } from './support/test-run-context.ts';

const root = join(import.meta.dirname, '..');
const { manifest } = salesforceServiceCloud;
const pages = ['.', 'docs', 'docs/decisions', 'docs/local-org'].flatMap(markdownIn);

function markdownIn(folder: string): string[] {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder))
    .filter((name) => name.endsWith('.md'))
    .map((name) => join(folder, name));
}

function read(page: string): string {
  return readFileSync(join(root, page), 'utf8');
}

/** The fenced blocks of one language. */
function blocksOf(page: string, language: string): string[] {
  const blocks = read(page).matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm);
  return [...blocks].filter(([, name]) => name === language).map(([, , text = '']) => text);
}

test('the generated pages say what the code says', async () => {
  const script = join(root, 'scripts/generate-docs.ts');
  const { stderr } = await promisify(execFile)(process.execPath, [script, '--check']);
  expect(stderr).toBe('');
});

describe('every JSON example', () => {
  const examples = pages.flatMap((page) =>
    blocksOf(page, 'json').map((text) => ({ page, example: JSON.parse(text) as Record<string, unknown> })),
  );
  const types = manifest.activities.map(({ type }) => type);

  test('of an activity is one that the connector takes, and every activity has one', () => {
    const activities = examples.filter(({ example }) => types.includes(String(example['type'])));
    for (const { page, example } of activities) {
      const { type, options } = parseActivityFile(page, example);
      expect(salesforceServiceCloud.activity(type, options).type).toBe(type);
    }
    const documented = activities.filter(({ page }) => page === join('docs', 'activities.md'));
    expect(documented.map(({ example }) => example['type'])).toEqual(types);
  });

  test('of a connection is one that the connector takes', async () => {
    const connections = examples.filter(({ example }) => example['type'] === manifest.type);
    expect(connections.map(({ page }) => page)).toContain(join('docs', 'options.md'));
    const context = { ...testRunContext(), state: memoryStateStore() };
    for (const { page, example } of connections) {
      const { type: _, savedFor: __, ...written } = example;
      const config = substituteVariables(written, {
        scope: createVariableScope(),
        where: page,
        onUnset: () => 'given.at.run.time',
        openSecret: () => 'opened',
      });
      const connection = salesforceServiceCloud.connect(config, context);
      expect(connection.name, page).toBe(example['name']);
      await connection.close();
    }
  });
});

/** How a command line begins: installed, through npx, or in a clone. */
const invocation = /^(?:npx sfsc|npm run -s sfsc --|sfsc) /;

describe('every example command', () => {
  const commands = pages.flatMap((page) =>
    [...blocksOf(page, 'sh'), ...blocksOf(page, 'bash')].flatMap((block) =>
      block
        .replaceAll('\\\n', ' ')
        .split('\n')
        .filter((line) => invocation.test(line))
        .map((line) => ({ page, line })),
    ),
  );

  test('is one that the command line takes', async () => {
    expect(commands.length).toBeGreaterThan(2 * manifest.activities.length);
    for (const { page, line } of commands) {
      await expect(parsedOnly(wordsOf(line)), `${page}: ${line}`).resolves.toBeUndefined();
    }
  });

  test('would be found out if it were wrong', async () => {
    await expect(parsedOnly(['validate', '--nope'])).rejects.toThrow('--nope');
  });
});

test('descriptions of options state the default that the schema has', () => {
  const stated = [manifest.connection, ...manifest.activities.map(({ options }) => options)]
    .flatMap(leavesOf)
    .flatMap(({ description, default: value }) => {
      const [, text] = /[Dd]efault:? ([^ ,;]+?)[.,]?(?: |$)/.exec(String(description)) ?? [];
      return value === undefined || text === undefined ? [] : [[text, value]];
    });
  expect(stated.length).toBeGreaterThan(10);
  for (const [text, value] of stated) {
    const known = typeof value === 'object' ? Object.values(value ?? {}) : [value === '' ? 'empty' : value];
    expect(known.map(String)).toContain(text);
  }
});

test('links between the pages lead somewhere, down to the heading', () => {
  const links = pages.flatMap((page) =>
    [...read(page).matchAll(/\]\((?!https?:|mailto:)([^)#\s]*)(?:#([^)]*))?\)/g)].map(
      ([, target = '', heading]) => ({
        page,
        target: target === '' ? page : join(dirname(page), target),
        heading,
      }),
    ),
  );
  expect(links.length).toBeGreaterThan(10);
  const broken = links.filter(
    ({ target, heading }) =>
      !existsSync(join(root, target)) || (heading !== undefined && !anchorsOf(target).includes(heading)),
  );
  expect(broken).toEqual([]);
});

/** The anchors that a page of Markdown offers: its headings, as GitHub writes them. */
function anchorsOf(page: string): string[] {
  return [...read(page).matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

/** Parses a command line without running its command. */
async function parsedOnly(args: readonly string[]): Promise<void> {
  const program = createProgram();
  const disarm = (command: Command): void => {
    if (command.commands.length === 0) command.action(() => undefined);
    command.commands.forEach(disarm);
  };
  disarm(program);
  await program.parseAsync([...args], { from: 'user' });
}

/** The words of a line as a shell would split them, up to a redirection, pipe or comment. */
function wordsOf(line: string): string[] {
  const [command = ''] = line.replace(invocation, '').split(/ (?:[|>#&]|2>)/, 1);
  const words = [...command.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)];
  return words.map(([, double, single, bare]) => double ?? single ?? bare ?? '');
}

function leavesOf(schema: JsonSchema): JsonSchema[] {
  return Object.values(schema['properties'] as Record<string, JsonSchema>).flatMap((property) =>
    property['properties'] === undefined ? [property] : leavesOf(property),
  );
}
