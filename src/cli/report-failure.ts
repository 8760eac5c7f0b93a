import { UsageFailure } from './usage-failure.ts';

/** How a failure is shown. */
export interface FailureStyle {
  /** One JSON document on standard output instead of text on standard error. */
  readonly json: boolean;
  /** Takes secrets out of what is shown. Default: nothing is taken out. */
  readonly redact?: (text: string) => string;
}

/**
 * Shows a failure with what to do about it and returns the exit code for it. `undefined` is no failure.
 *
 * Errors that are not part of the contract are defects; their message is shown, their stack is not.
 */
export async function reportFailure(failure: unknown, style: FailureStyle): Promise<number> {
  if (failure === undefined) return 0;
  const { isConnectorFailure } = await import('../contract/failure.ts');
  const { ConnectorError } = await import('../errors/connector-error.ts');
  const { exitCodeOf } = await import('./exit-code.ts');
  const redact = style.redact ?? ((text) => text);
  const shown =
    failure instanceof UsageFailure
      ? new ConnectorError('invalid-usage', failure.message, { nextSteps: failure.nextSteps })
      : isConnectorFailure(failure)
        ? failure
        : new ConnectorError(
            'internal-error',
            failure instanceof Error ? failure.message : 'Something that is no error was thrown.',
          );

  if (!isReaderGone(shown)) {
    const { code, message, nextSteps, details } = shown;
    if (style.json) {
      const { failureDocument } = await import('./render/failure-document.ts');
      process.stdout.write(redact(JSON.stringify(await failureDocument(shown))) + '\n');
    } else {
      const steps = nextSteps.map((step) => `  - ${step}`);
      const { renderAccount } = await import('./render/render-account.ts');
      const { renderFields } = await import('./render/render-fields.ts');
      const account = renderAccount(details) ?? [];
      const fields = renderFields(details) ?? [];
      const lines = [`Error (${code}): ${message}`].concat(account, fields, steps);
      const { printable } = await import('./render/printable.ts');
      process.stderr.write(printable(redact(lines.join('\n'))) + '\n');
    }
  }
  return isReaderGone(shown) ? 130 : exitCodeOf(shown);
}

/** Whoever read our output has had enough (`| head`): nothing to complain about. */
function isReaderGone({
  code,
  details,
}: {
  code: string;
  details: Readonly<Record<string, unknown>>;
}): boolean {
  return code === 'file-unwritable' && details['reason'] === 'EPIPE';
}
