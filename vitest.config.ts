import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/live/**', 'test/clients/**', 'node_modules/**'],
    testTimeout: 30_000,
    hookTimeout: 30_000,
    retry: 0,
  },
});
