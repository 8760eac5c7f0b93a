import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '..');
const sourceRoot = join(root, 'src');

interface Layer {
  readonly src: ReadonlySet<string>;
  /** Folders of which only types may be imported. */
  readonly types: ReadonlySet<string>;
  readonly packages: ReadonlySet<string>;
}

/** Files directly under src/: the plugin, the composition root, the public face. */
const top = '.';
const topFiles = new Set(['plugin', 'compose', 'index', 'pino-logger', 'version']);

const layers = readLayers(readFileSync(join(root, 'docs', 'architecture.md'), 'utf8'));

/** Reads the table "Who may import whom" of the architecture page. */
function readLayers(page: string): ReadonlyMap<string, Layer> {
  const table = page.slice(page.indexOf('| folder'));
  const rows = table.slice(0, table.indexOf('\n\n')).split('\n').slice(2);
  return new Map(
    rows.map((row): [string, Layer] => {
      const [folders = [], sources = [], packages = []] = row.split('|').slice(1, 4).map(listOf);
      const types = sources.filter((source) => source.endsWith(' (types)'));
      return [
        folderName(folders[0] ?? ''),
        {
          src: new Set(sources.filter((source) => !types.includes(source)).map(folderName)),
          types: new Set(types.map((source) => source.replace(' (types)', ''))),
          packages: new Set(packages),
        },
      ];
    }),
  );
}

function listOf(cell: string): string[] {
  return cell
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '–');
}

function folderName(name: string): string {
  return topFiles.has(name) ? top : name;
}

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
  return rest.length === 0 ? top : first;
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
  it('has a page that says who may import whom', () => {
    expect(layers.get('activities')?.types).toEqual(new Set(['connection']));
    expect(layers.size).toBeGreaterThan(10);
  });

  it('knows every folder of src', () => {
    const folders = new Set(files.map(folderOf));
    expect([...folders].filter((folder) => !layers.has(folder))).toEqual([]);
  });

  it('lets arrows point one way between the folders of src', () => {
    const broken = imports.filter(({ file, folder, specifier, isTypeOnly }) => {
      if (!specifier.startsWith('.')) return false;
      const target = folderOf(relative(sourceRoot, resolve(sourceRoot, dirname(file), specifier)));
      const layer = layers.get(folder);
      if (target === folder || layer === undefined) return false;
      return !layer.src.has(target) && !(isTypeOnly && layer.types.has(target));
    });
    expect(broken.map(({ file, specifier }) => `${file} imports ${specifier}`)).toEqual([]);
  });

  it('keeps packages where they belong', () => {
    const broken = imports.filter(({ folder, specifier }) => {
      if (specifier.startsWith('.')) return false;
      const name = packageOf(specifier);
      if (name.startsWith('node:') && !guardedBuiltins.has(name)) return false;
      return layers.get(folder)?.packages.has(name) !== true;
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
