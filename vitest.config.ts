import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/live/**', 'test/clients/**', 'node_modules/**'],
    // Some tests start dozens of processes; on a busy machine each takes seconds.
    testTimeout: 120_000,
    hookTimeout: 60_000,
    retry: 0,
  },
});
