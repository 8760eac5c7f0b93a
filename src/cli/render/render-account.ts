import type { RemoteJob } from '../../contract/outcome.ts';
import { formatCount } from './format-number.ts';

/** What a write that broke off had done by then, from `details.report` of its error; `undefined` without a report. */
export function renderAccount(details: Readonly<Record<string, unknown>>): string | undefined {
  const report = details['report'];
  if (typeof report !== 'object' || report === null) return undefined;
  const { jobs, ...numbers } = report as Readonly<Record<string, unknown>>;
  const counts = ['succeeded', 'failed', 'unprocessed', 'unknown'].flatMap((status) => {
    const count = numbers[status];
    return typeof count === 'number' ? [`${formatCount(count)} ${status}`] : [];
  });
  if (counts.length === 0) return undefined;
  return [`Rows until then: ${counts.join(', ')}.`, ...jobLines(jobs)].join('\n');
}

/** What went on in the org is found again by these. */
function jobLines(jobs: unknown): string[] {
  if (!Array.isArray(jobs)) return [];
  return (jobs as RemoteJob[]).map(({ id, state }) => `Job ${id}: ${state}`);
}
