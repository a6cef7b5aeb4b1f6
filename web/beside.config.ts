/**
 * The pages beside the app, built by themselves: what the app loads first stays one file. One is opened by a link to a report,
 * whose reader loads no composer; the other shows the API. `vite.config.ts` runs it after the app's own build.
 */
import { defineConfig } from 'vite';

export const pagesBeside = defineConfig({
  configFile: false,
  root: import.meta.dirname,
  logLevel: 'warn',
  publicDir: false,
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    target: 'es2022',
    outDir: 'dist',
    emptyOutDir: false,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: {
        shared: `${import.meta.dirname}/shared.html`,
        reference: `${import.meta.dirname}/reference.html`,
      },
    },
  },
  worker: { format: 'es' },
});
