import { z } from 'zod';
import type { CompositeCall, CompositeStep, CompositeStepAnswer } from '../../connection/record-calls.ts';
import type { SalesforceConnection } from '../../connection/salesforce-connection.ts';
import { ConnectorError } from '../../errors/connector-error.ts';

/** Steps of one call, and how many of them may be queries or collections. */
const limits = { steps: 25, heavySteps: 5 } as const;

const heavy = /^composite\/sobjects\b|^query(?:All)?\b/;

const compositeAnswer = z.object({
  compositeResponse: z.array(
    z.object({
      referenceId: z.string(),
      httpStatusCode: z.number(),
      httpHeaders: z.record(z.string(), z.string()).default({}),
      body: z.unknown(),
    }),
  ),
});

/** See `RecordCalls.composite`. */
export async function runComposite(
  connection: SalesforceConnection,
  steps: readonly CompositeStep[],
  call: CompositeCall = {},
): Promise<readonly CompositeStepAnswer[]> {
  requireValid(steps);
  const root = `/services/data/v${connection.apiVersion}/`;
  const { body } = await connection.rest.send({
    method: 'POST',
    path: 'composite',
    body: {
      json: {
        allOrNone: call.allOrNone ?? true,
        // Steps run in the order in which they were written, also those that do not refer to each other.
        collateSubrequests: false,
        compositeRequest: steps.map(({ name, method, path, body: stepBody, headers }) => ({
          method,
          url: path.startsWith('/') ? path : `${root}${path}`,
          referenceId: name,
          ...(stepBody !== undefined && { body: stepBody }),
          ...(headers !== undefined && { httpHeaders: headers }),
        })),
      },
    },
    callClass: steps.every(({ method }) => method === 'GET') ? 'idempotent' : 'create',
    signal: call.signal,
  });
  const answer = compositeAnswer.safeParse(body);
  if (!answer.success || answer.data.compositeResponse.length !== steps.length) {
    throw new ConnectorError('unexpected-response', 'The org did not answer with one result for each step.', {
      cause: answer.error,
    });
  }
  return answer.data.compositeResponse.map((step) => ({
    name: step.referenceId,
    status: step.httpStatusCode,
    body: step.body,
    headers: step.httpHeaders,
  }));
}

/** What the org would refuse as a whole, told at once and without a call. Field lesson C20. */
function requireValid(steps: readonly CompositeStep[]): void {
  const problems: string[] = [];
  if (steps.length === 0) problems.push('there is no step');
  if (steps.length > limits.steps)
    problems.push(`${steps.length} steps, and ${limits.steps} fit into a call`);
  const heavySteps = steps.filter(({ path }) => heavy.test(path.replace(/^\/services\/data\/v[\d.]+\//, '')));
  if (heavySteps.length > limits.heavySteps)
    problems.push(`${heavySteps.length} steps are queries or collections, and ${limits.heavySteps} may be`);
  const names = steps.map(({ name }) => name);
  for (const [index, name] of names.entries()) {
    if (!/^[A-Za-z0-9]\w*$/.test(name))
      problems.push(`the name ${name} is not letters, digits and underscores`);
    else if (names.indexOf(name) < index) problems.push(`two steps have the name ${name}`);
  }
  if (problems.length === 0) return;
  throw new ConnectorError('invalid-composite', `The composite call was not sent: ${problems.join('; ')}.`, {
    details: { problems },
  });
}
