import { readFileSync, writeFileSync } from 'node:fs';
import wabt from 'wabt';

/**
 * Assembles the one WebAssembly module of this package and writes it, as text, beside its source: 16 bytes at a time
 * is what lets bulk results be counted at the speed of memory. A test checks that both still agree.
 */
const folder = new URL('../src/codec/csv/', import.meta.url);

/** The module's bytes, as the assembler makes them from the source. */
export async function assembleRecordCounter(): Promise<Buffer> {
  const assembler = await wabt();
  const source = readFileSync(new URL('record-counter.wat', folder), 'utf8');
  const parsed = assembler.parseWat('record-counter.wat', source, { simd: true, mutable_globals: true });
  return Buffer.from(parsed.toBinary({}).buffer);
}

if (import.meta.main) {
  const base64 = (await assembleRecordCounter()).toString('base64');
  writeFileSync(
    new URL('record-counter-module.ts', folder),
    `/** \`record-counter.wat\`, assembled (base64). Written by \`npm run assemble\`; not edited by hand. */
export const recordCounterModule =
  '${base64}';
`,
  );
}
