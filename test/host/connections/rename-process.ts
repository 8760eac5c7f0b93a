import { createSecretBox, openConnectionStore } from '../../../src/host/index.ts';
import { toyConnector } from '../toy-connector.ts';

/** A process of its own that renames a connection to and fro: `node rename-process.ts FOLDER NAME OTHER`. */
const [folder = '', name = '', other = ''] = process.argv.slice(2);
const box = createSecretBox(Buffer.alloc(32, 7));
const store = openConnectionStore({ folder, connectors: [toyConnector], box });

for (;;) {
  await store.rename(name, other);
  process.stdout.write('renamed\n');
  await store.rename(other, name);
  process.stdout.write('renamed\n');
}
