import { UsageFailure } from '../usage-failure.ts';
import { EntryLines, type EntryStreams } from './entry-lines.ts';

const pemBegins = /^-----BEGIN [A-Z0-9 ]+-----\s*$/u;
const pemEnds = /^-----END [A-Z0-9 ]+-----\s*$/u;

/**
 * Asks for each value in the order given: on a terminal with a question and without showing what is typed, otherwise
 * from standard input, one line each. An empty line is an empty value. A line that begins PEM text goes on to the end
 * of that text.
 *
 * @throws UsageFailure when standard input ends too early or has more lines; ConnectorError `cancelled`
 */
export async function enterValues(
  paths: readonly string[],
  streams: EntryStreams,
): Promise<ReadonlyMap<string, string>> {
  const entered = new Map<string, string>();
  if (paths.length === 0) return entered;
  const lines = new EntryLines(streams);
  try {
    for (const path of paths) entered.set(path, await enterValue(path, lines));
    // The lines would belong to other fields than the user thinks.
    if (!lines.isTerminal && (await lines.next('')) !== undefined) {
      throw new UsageFailure(`Standard input has more lines than fields to enter (${paths.join(', ')}).`);
    }
  } finally {
    lines.close();
  }
  return entered;
}

async function enterValue(path: string, lines: EntryLines): Promise<string> {
  const missing = (): UsageFailure =>
    new UsageFailure(`Standard input ended before ${path}.`, [
      'Give one line for each `--enter`, in the same order; an empty line is an empty value.',
    ]);
  const line = await lines.next(`${path} (not shown): `);
  if (line === undefined) throw missing();
  if (!pemBegins.test(line)) return line;
  const text = [line];
  while (!pemEnds.test(text.at(-1) ?? '')) {
    const more = await lines.next('');
    if (more === undefined) throw missing();
    text.push(more);
  }
  return `${text.join('\n')}\n`;
}
