import type { ErrorCode } from '../errors/catalogue.ts';

/** The oldest Node that can run the command line: `engines` of package.json. */
const oldest = { major: 22, minor: 19 };

/**
 * Says so, and gives true, when this Node is too old. Imports nothing: what else the command line is made of could not
 * even be loaded.
 */
export function reportUnsupportedNode(): boolean {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > oldest.major || (major === oldest.major && minor >= oldest.minor)) return false;
  const code: ErrorCode = 'unsupported-node';
  const message = `sfsc needs Node ${oldest.major}.${oldest.minor} or newer; this is ${process.versions.node}.`;
  const nextSteps = [
    'Install a newer Node, or run `npm install node@24` beside this package and use `npx sfsc`.',
  ];
  if (process.argv.includes('--json')) {
    process.stdout.write(JSON.stringify({ error: { code, message, nextSteps, details: {} } }) + '\n');
  } else {
    process.stderr.write(
      [`Error (${code}): ${message}`, ...nextSteps.map((step) => `  - ${step}`)].join('\n') + '\n',
    );
  }
  process.exitCode = 1;
  return true;
}
