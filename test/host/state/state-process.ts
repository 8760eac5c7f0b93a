import { createRunContext } from '../../../src/compose.ts';
import { createSecretBox } from '../../../src/host/secrets/secret-box.ts';
import { openStateFolder } from '../../../src/host/state/state-folder.ts';

/**
 * A process of its own that works with a state folder: `node state-process.ts FOLDER WORK`. The long value says how
 * many letters it has, so that half of it would show.
 */
const [folder = '', work = ''] = process.argv.slice(2);
const { clock, logger } = createRunContext();
const state = openStateFolder({
  folder,
  box: () => Promise.resolve(createSecretBox(Buffer.alloc(32, 7))),
  clock,
  logger,
});

const works: Readonly<Record<string, () => Promise<unknown>>> = {
  async increment() {
    for (let time = 0; time < 50; time += 1) {
      await state.exclusively('count', async () => {
        await state.write('count', String(Number((await state.read('count')) ?? '0') + 1));
      });
    }
  },
  hold: () =>
    state.exclusively('count', () => {
      process.stdout.write('held\n');
      return new Promise(() => setInterval(() => undefined, 60_000));
    }),
  async write() {
    for (let size = 1; ; size += 1) {
      const length = 50_000 + size;
      await state.write('long', `${length} ${'x'.repeat(length)}`);
      if (size === 5) process.stdout.write('writing\n');
    }
  },
};

await works[work]?.();
