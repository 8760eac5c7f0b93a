import type { ActivityRequest } from '../host/index.ts';
import { exitCodeOfReport } from './exit-code.ts';
import { renderRead, renderWrite } from './render/render-result.ts';
import type { Session } from './session.ts';
import { spareMemory } from './spare-memory.ts';

/**
 * Runs one activity and shows what it did. When the rows themselves went to standard output, the summary goes to
 * standard error, and with `--json` the rows are the only document.
 */
export async function runAndShow(session: Session, request: ActivityRequest): Promise<number> {
  spareMemory();
  const result = await session.host.runActivity({ ...request, signal: session.signal });
  if (result.direction === 'target') {
    session.print(result, renderWrite(result));
    return exitCodeOfReport(result.report);
  }
  if (request.output?.name !== 'standard output') session.print(result, renderRead(result));
  else if (!session.options.json && !session.options.quiet) session.note(renderRead(result));
  return 0;
}
