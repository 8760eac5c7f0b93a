import { createInterface } from 'node:readline/promises';
import { cancelled } from '../../errors/connector-error.ts';
import { UsageFailure } from '../usage-failure.ts';
import type { EntryStreams } from './entry-lines.ts';

/**
 * Asks on a terminal whether to go on; `yes` or `y` is a yes, anything else a no.
 *
 * @throws UsageFailure without a terminal: nobody could answer; ConnectorError `cancelled`
 */
export async function confirm(question: string, { input, output, signal }: EntryStreams): Promise<boolean> {
  if (input.isTTY !== true) {
    throw new UsageFailure('Nobody can be asked: standard input is no terminal.', [
      'Add `--yes` to do it without a question.',
    ]);
  }
  const reader = createInterface({ input, output: output as NodeJS.WritableStream });
  try {
    const interrupted = new AbortController();
    reader.on('SIGINT', () => {
      interrupted.abort();
    });
    const either = AbortSignal.any([signal, interrupted.signal]);
    const answer = await reader.question(`${question} [y/N] `, { signal: either }).catch((error: unknown) => {
      throw either.aborted ? cancelled(either) : error;
    });
    return /^y(?:es)?$/iu.test(answer.trim());
  } finally {
    reader.close();
  }
}
