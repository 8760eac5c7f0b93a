import { createReadStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { ByteSink } from '../../contract/bytes.ts';
import type { OutputEndpoint } from './output-endpoint.ts';
import { partFileSink } from './part-file-sink.ts';

/**
 * Holds an output back in a temporary file until it is complete, for streams whose reader expects one whole document
 * or none. Needs room for it on disk.
 */
export function spooledOutput(output: OutputEndpoint): OutputEndpoint {
  return { ...output, open: (temporaryFolder) => spooledSink(output.open(temporaryFolder), temporaryFolder) };
}

function spooledSink(target: ByteSink, temporaryFolder: string): ByteSink {
  let folder: string | undefined;
  let spool: ByteSink | undefined;
  const opened = async (): Promise<ByteSink> => {
    folder ??= await mkdtemp(join(temporaryFolder, 'sfsc-output-'));
    return (spool ??= partFileSink(join(folder, 'output')));
  };
  const removeFolder = async (): Promise<void> => {
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
  };

  return {
    write: async (chunk) => (await opened()).write(chunk),
    async commit() {
      try {
        await (await opened()).commit();
        const complete = createReadStream(join(folder ?? '', 'output'));
        for await (const chunk of complete as AsyncIterable<Uint8Array>) await target.write(chunk);
        await target.commit();
      } finally {
        await removeFolder();
      }
    },
    async discard() {
      await spool?.discard();
      await target.discard();
      await removeFolder();
    },
  };
}
