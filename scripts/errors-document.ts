import { errorCatalogue } from '../src/errors/catalogue.ts';

const titles = {
  configuration: 'Configuration (exit code 1)',
  data: 'Data (exit code 1)',
  operation: 'Operations (exit code 3)',
  authentication: 'Authentication (exit code 4)',
  limit: 'Limits (exit code 5)',
  cancelled: 'Cancelled (exit code 130)',
} as const;

/** `docs/errors.md`, from the error catalogue. */
export function errorsDocument(): string {
  const sections = Object.entries(titles).map(([category, title]) => {
    const rows = Object.entries(errorCatalogue)
      .filter(([, entry]) => entry.category === category)
      .map(
        ([code, { recovery, nextSteps }]) =>
          `| \`${code}\` | ${recovery} | ${nextSteps.map(cell).join('<br>')} |`,
      );
    return [`## ${title}`, '', '| code | recovery | what to do |', '|---|---|---|', ...rows, ''].join('\n');
  });
  return [
    '# Errors',
    '',
    'Generated from `src/errors/catalogue/` by `node scripts/generate-docs.ts`. Codes are stable; decide by `code` or',
    '`recovery`, never by the message.',
    '',
    ...sections,
  ].join('\n');
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}
