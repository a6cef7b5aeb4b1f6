import { createHash } from 'node:crypto';
import { defineConfig, type Plugin } from 'vite';

/** `npm --prefix web run dev` serves the page from memory and hands the API to a worker started by `npm start`. */
const worker = process.env.KLIKSPOR_WORKER ?? 'http://localhost:8787';

const SERVICE_WORKER = 'service-worker.js';

/** Tells the service worker which files the build made: it keeps them all, those loaded on use among them. */
function listFiles(): Plugin {
  return {
    name: 'klikspor-list-files',
    apply: 'build',
    enforce: 'post',
    generateBundle: {
      order: 'post',
      handler(_, bundle) {
        const made = Object.keys(bundle).filter((name) => name.startsWith('assets/'));
        const files = ['/', '/icon.svg', ...made.map((name) => `/${name}`)].sort();
        const page = bundle['index.html'];
        const id = createHash('sha256')
          .update(files.join('\n'))
          .update(page?.type === 'asset' ? page.source : '')
          .digest('hex')
          .slice(0, 12);
        const chunk = bundle[SERVICE_WORKER];
        if (chunk?.type !== 'chunk') throw new Error('the build made no service worker');
        chunk.code = chunk.code.replaceAll('BUILD_FILES', JSON.stringify(files)).replaceAll('BUILD_ID', `"${id}"`);
      },
    },
  };
}

export default defineConfig({
  root: import.meta.dirname,
  plugins: [listFiles()],
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    target: 'es2022',
    outDir: 'dist',
    emptyOutDir: true,
    // Nothing is inlined: the page's Content-Security-Policy allows no data: scripts, styles or Wasm.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: {
        app: `${import.meta.dirname}/index.html`,
        'service-worker': `${import.meta.dirname}/src/offline/service-worker.ts`,
      },
      output: {
        entryFileNames: (entry) => (entry.name === 'service-worker' ? SERVICE_WORKER : 'assets/[name]-[hash].js'),
      },
    },
  },
  // The core is loaded with a top-level await, which only module workers have.
  worker: { format: 'es' },
  server: { port: Number(process.env.PORT ?? 18500), proxy: { '/api': worker } },
});
