import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: { include: ['tests/wasm/**/*.test.ts'], environment: 'node', testTimeout: 60_000 },
});
