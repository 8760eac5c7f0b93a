import type { Command } from 'commander';
import { command, type CommonOptions } from '../../common-options.ts';
import { manage } from '../../manage.ts';

interface ExportCommandOptions extends CommonOptions {
  readonly includeSecrets?: true;
  readonly out?: string;
}

/** `sfsc connection export`: a saved connection as JSON, to be carried elsewhere. */
export function connectionExportCommand(): Command {
  return command(
    'export',
    'Write a saved connection as JSON; encrypted secrets are left out unless asked for',
  )
    .argument('<name>', 'name in the project')
    .option('--include-secrets', 'with its secrets in clear text')
    .option('--out <file>', 'new file to write; only you may read it. Default: standard output')
    .action((name: string, options: ExportCommandOptions) =>
      manage(options, async ({ store, print, note }) => {
        const includeSecrets = options.includeSecrets === true;
        const exported = await store.export(name, { includeSecrets });
        const text = JSON.stringify(exported.connection, undefined, 2);
        if (!options.json) for (const warning of exported.warnings) note(`Warning: ${warning}`);
        const left = exported.leftOut;
        const missing = left.length === 0 ? '' : `Left out: ${left.join(', ')}.`;
        if (options.out === undefined) {
          print(exported, text);
          if (!options.json && missing !== '') note(missing);
          return 0;
        }
        const { writeNewFile } = await import('../../write-new-file.ts');
        await writeNewFile(options.out, `${text}\n`);
        const { connection: _, ...report } = exported;
        print({ file: options.out, ...report }, `Wrote ${options.out}. ${missing}`.trimEnd());
        return 0;
      }),
    );
}
