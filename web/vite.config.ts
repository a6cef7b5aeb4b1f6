import { defineConfig } from 'vite';

/** `npm --prefix web run dev` serves the page from memory and hands the API to a worker started by `npm start`. */
const worker = process.env.KLIKSPOR_WORKER ?? 'http://localhost:8787';

export default defineConfig({
  root: import.meta.dirname,
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    target: 'es2022',
    outDir: 'dist',
    emptyOutDir: true,
    // Nothing is inlined: the page's Content-Security-Policy allows no data: scripts, styles or Wasm.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  // The core is loaded with a top-level await, which only module workers have.
  worker: { format: 'es' },
  server: { port: Number(process.env.PORT ?? 18500), proxy: { '/api': worker } },
});
