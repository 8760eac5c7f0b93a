import { formatCount } from './format-number.ts';

/** What a write that broke off had done by then, from `details.report` of its error; `undefined` without a report. */
export function renderAccount(details: Readonly<Record<string, unknown>>): string | undefined {
  const report = details['report'];
  if (typeof report !== 'object' || report === null) return undefined;
  const counts = ['succeeded', 'failed', 'unprocessed', 'unknown'].flatMap((status) => {
    const count = (report as Readonly<Record<string, unknown>>)[status];
    return typeof count === 'number' ? [`${formatCount(count)} ${status}`] : [];
  });
  return counts.length === 0 ? undefined : `Rows until then: ${counts.join(', ')}.`;
}
