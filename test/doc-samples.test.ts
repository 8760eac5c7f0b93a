import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..');
const docs = readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' });
const pages = ['README.md', 'CONTRIBUTING.md', ...docs.map((page) => join('docs', page))].filter((page) =>
  page.endsWith('.md'),
);

const samples = pages.flatMap((page) =>
  [...readFileSync(join(root, page), 'utf8').matchAll(/^```ts\n(?<code>.*?)^```/gms)].map((match, index) => ({
    name: `${page}, sample ${index + 1}`,
    code: match.groups?.['code'] ?? '',
  })),
);

/** What the type checker says of a module that stands at the root of the project and imports the package by name. */
function complaintsOf(code: string): string[] {
  const file = join(root, 'sample.ts');
  const options: ts.CompilerOptions = {
    target: ts.ScriptTarget.ES2024,
    module: ts.ModuleKind.NodeNext,
    strict: true,
    exactOptionalPropertyTypes: true,
    noEmit: true,
    skipLibCheck: true,
    allowImportingTsExtensions: true,
    types: ['node'],
    paths: {
      'service-cloud-connector': [join(root, 'src', 'index.ts')],
      'service-cloud-connector/host': [join(root, 'src', 'host', 'index.ts')],
      'service-cloud-connector/local-org': [join(root, 'src', 'local-org', 'index.ts')],
    },
  };
  const host = ts.createCompilerHost(options);
  const readSource = host.getSourceFile.bind(host);
  host.fileExists = (name) => name === file || ts.sys.fileExists(name);
  host.getSourceFile = (name, version) =>
    name === file ? ts.createSourceFile(name, code, version) : readSource(name, version);
  const program = ts.createProgram([file], options, host);
  return ts
    .getPreEmitDiagnostics(program, program.getSourceFile(file))
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
}

describe('TypeScript in the docs', () => {
  it('is there', () => {
    expect(samples.map(({ name }) => name)).toContain('README.md, sample 1');
  });

  it.each(samples)('compiles against the package: $name', ({ code }) => {
    expect(complaintsOf(code)).toEqual([]);
  });

  it('would be found out if it were wrong', () => {
    const code =
      "import { salesforceServiceCloud } from 'service-cloud-connector';\nsalesforceServiceCloud.nope();";
    expect(complaintsOf(code)).toEqual([expect.stringContaining("'nope' does not exist")]);
  });
});
