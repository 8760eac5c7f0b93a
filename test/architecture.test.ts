import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '..');
const sourceRoot = join(root, 'src');

/** Who may import whom, as docs/architecture.md says it. `types` means: nothing that survives compilation. */
const layers: Readonly<
  Record<string, { src: readonly string[]; types?: readonly string[]; packages: readonly string[] }>
> = {
  contract: { src: [], packages: [] },
  errors: { src: ['contract'], packages: [] },
  schema: { src: ['contract', 'errors'], packages: ['zod', '@jetstreamapp/soql-parser-js'] },
  codec: {
    src: ['contract', 'errors', 'schema'],
    packages: ['csv-parse', 'csv-stringify', 'fast-xml-parser'],
  },
  connection: {
    src: ['contract', 'errors', 'schema', 'codec'],
    packages: ['undici', 'zod', 'fast-xml-parser', 'node:http', 'node:net', 'node:tls'],
  },
  records: { src: ['contract', 'errors', 'schema', 'codec'], types: ['connection'], packages: ['zod'] },
  bulk: {
    src: ['contract', 'errors', 'schema', 'codec'],
    types: ['connection'],
    packages: ['zod', 'node:sqlite'],
  },
  activities: {
    src: ['contract', 'errors', 'schema', 'codec', 'records', 'bulk'],
    types: ['connection'],
    packages: ['zod'],
  },
  host: {
    src: ['contract', 'errors'],
    packages: ['zod', 'pino', 'csv-parse', 'csv-stringify', 'fast-xml-parser'],
  },
  'local-org': {
    src: [],
    packages: [
      'zod',
      'node:sqlite',
      'node:http',
      'node:net',
      '@jetstreamapp/soql-parser-js',
      'csv-parse',
      'csv-stringify',
      'fast-xml-parser',
    ],
  },
  '.': {
    src: ['contract', 'errors', 'schema', 'codec', 'connection', 'records', 'bulk', 'activities'],
    packages: ['pino'],
  },
  cli: { src: ['contract', 'errors', 'host', 'local-org', '.'], packages: ['commander'] },
};

/** Node's own modules that only some folders may touch; all others are free for everybody. */
const guardedBuiltins = new Set([
  'node:http',
  'node:https',
  'node:sqlite',
  'node:child_process',
  'node:net',
  'node:tls',
]);

interface Import {
  readonly file: string;
  readonly folder: string;
  readonly specifier: string;
  readonly isTypeOnly: boolean;
}

const files = readdirSync(sourceRoot, { recursive: true, encoding: 'utf8' }).filter((file) =>
  file.endsWith('.ts'),
);
const imports = files.flatMap(importsOf);

function folderOf(file: string): string {
  const [first = '', ...rest] = file.split(sep);
  return rest.length === 0 ? '.' : first;
}

function importsOf(file: string): Import[] {
  const text = readFileSync(join(sourceRoot, file), 'utf8');
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const found: Import[] = [];
  const add = (node: ts.Expression | undefined, isTypeOnly: boolean): void => {
    if (node !== undefined && ts.isStringLiteral(node)) {
      found.push({ file, folder: folderOf(file), specifier: node.text, isTypeOnly });
    }
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) add(node.moduleSpecifier, isTypeOnlyImport(node));
    else if (ts.isExportDeclaration(node)) add(node.moduleSpecifier, node.isTypeOnly);
    else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword)
      add(node.arguments[0], false);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function isTypeOnlyImport({ importClause }: ts.ImportDeclaration): boolean {
  if (importClause === undefined) return false;
  if (importClause.phaseModifier === ts.SyntaxKind.TypeKeyword) return true;
  const bindings = importClause.namedBindings;
  return (
    importClause.name === undefined &&
    bindings !== undefined &&
    ts.isNamedImports(bindings) &&
    bindings.elements.every(({ isTypeOnly }) => isTypeOnly)
  );
}

function packageOf(specifier: string): string {
  if (specifier.startsWith('node:')) return specifier;
  const parts = specifier.split('/');
  return specifier.startsWith('@') ? parts.slice(0, 2).join('/') : (parts[0] ?? specifier);
}

describe('architecture', () => {
  it('knows every folder of src', () => {
    const folders = new Set(files.map(folderOf));
    expect([...folders].filter((folder) => !(folder in layers))).toEqual([]);
  });

  it('lets arrows point one way between the folders of src', () => {
    const broken = imports.filter(({ file, folder, specifier, isTypeOnly }) => {
      if (!specifier.startsWith('.')) return false;
      const target = folderOf(relative(sourceRoot, resolve(sourceRoot, dirname(file), specifier)));
      const layer = layers[folder];
      if (target === folder || layer === undefined) return false;
      return !layer.src.includes(target) && !(isTypeOnly && layer.types?.includes(target) === true);
    });
    expect(broken.map(({ file, specifier }) => `${file} imports ${specifier}`)).toEqual([]);
  });

  it('keeps packages where they belong', () => {
    const broken = imports.filter(({ folder, specifier }) => {
      if (specifier.startsWith('.')) return false;
      const name = packageOf(specifier);
      if (name.startsWith('node:') && !guardedBuiltins.has(name)) return false;
      return layers[folder]?.packages.includes(name) !== true;
    });
    expect(broken.map(({ file, specifier }) => `${file} imports ${specifier}`)).toEqual([]);
  });

  it('has no import cycles', () => {
    const graph = new Map<string, string[]>();
    for (const { file, specifier, isTypeOnly } of imports) {
      if (!specifier.startsWith('.') || isTypeOnly) continue;
      const target = relative(sourceRoot, resolve(sourceRoot, dirname(file), specifier));
      graph.set(file, [...(graph.get(file) ?? []), target]);
    }
    const done = new Set<string>();
    const cycles: string[] = [];
    const walk = (file: string, path: readonly string[]): void => {
      if (path.includes(file)) cycles.push([...path.slice(path.indexOf(file)), file].join(' > '));
      else if (!done.has(file)) {
        for (const next of graph.get(file) ?? []) walk(next, [...path, file]);
        done.add(file);
      }
    };
    for (const file of files) walk(file, []);
    expect(cycles).toEqual([]);
  });

  it('has one barrel per public face and no wildcard re-export', () => {
    const faces = new Set(['index.ts', join('host', 'index.ts'), join('local-org', 'index.ts')]);
    const barrels = files.filter((file) => file.endsWith('index.ts') && !faces.has(file));
    const wildcards = files.filter((file) =>
      /^export \*/m.test(readFileSync(join(sourceRoot, file), 'utf8')),
    );
    expect({ barrels, wildcards }).toEqual({ barrels: [], wildcards: [] });
  });

  it('names files in kebab-case and keeps no drawers', () => {
    const drawers = /(?:^|\/)(?:utils?|helpers?|common|types|misc)(?:\/|\.ts$)/;
    const odd = files.filter(
      (file) => !/^(?:[a-z0-9-]+\/)*[a-z0-9-]+(?:\.d)?\.ts$/.test(file) || drawers.test(file),
    );
    expect(odd).toEqual([]);
  });

  it('keeps modules short enough to read', () => {
    const lengths = files.map((file) => ({
      file,
      lines: readFileSync(join(sourceRoot, file), 'utf8').split('\n').length,
    }));
    expect(lengths.filter(({ lines }) => lines > 400)).toEqual([]);
  });
});
