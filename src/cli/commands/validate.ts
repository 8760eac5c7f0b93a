import type { Command } from 'commander';
import { command, type CommonOptions } from '../common-options.ts';
import { reportFailure } from '../report-failure.ts';

/** `sfsc validate`: every problem of a project at once, without a network. */
export function validateCommand(): Command {
  return command('validate', 'Check all files of the project; uses no network').action(
    async (options: CommonOptions) => {
      try {
        const { validateProject } = await import('../../host/index.ts');
        const { salesforceServiceCloud } = await import('../../plugin.ts');
        const { createRunContext } = await import('../../compose.ts');
        const { openState } = await import('../open-state.ts');
        const { readableBox } = await import('../secret-boxes.ts');
        const context = createRunContext();
        const project = await validateProject(options.project, {
          connectors: [salesforceServiceCloud],
          context: { ...context, state: openState(context, () => undefined) },
          overrides: options.var,
          environment: process.env,
          box: await readableBox(),
        });
        const counts = {
          connections: project.connections.size,
          activities: project.activities.length,
          transformations: project.transformations.size,
        };
        const list = Object.entries(counts).map(([kind, count]) => `${kind}: ${count}`);
        const text = `${project.name} is fine (${list.join(', ')}).`;
        process.stdout.write(
          (options.json ? JSON.stringify({ name: project.name, ...counts }) : text) + '\n',
        );
      } catch (error) {
        process.exitCode = await reportFailure(error, { json: options.json });
      }
    },
  );
}
