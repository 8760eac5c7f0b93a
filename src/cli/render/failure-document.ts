import type { ConnectorFailure } from '../../contract/failure.ts';

/** A failure for machines; the counters of a run that broke off are where those of a run that went well are. */
export async function failureDocument({
  code,
  message,
  nextSteps,
  details,
}: Pick<ConnectorFailure, 'code' | 'message' | 'nextSteps' | 'details'>): Promise<object> {
  const error = { code, message, nextSteps, details };
  if (!('report' in details)) return { error };
  const { countersOfFailure } = await import('../../host/index.ts');
  const counters = countersOfFailure(details);
  return counters === undefined ? { error } : { error, counters };
}
