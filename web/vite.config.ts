import { createHash } from 'node:crypto';
import { build, defineConfig, type Plugin } from 'vite';
import { pagesBeside } from './beside.config.ts';
import { licenses } from './licenses.ts';

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

/**
 * Chromium compiles all functions of a file that begins so beside the page's thread, while it reads the file. Compiled one by
 * one, each when it is first called, they would take a third of the time in which the first frame is drawn.
 */
const COMPILED_AT_ONCE = '//# allFunctionsCalledOnLoad\n';

/** Behind Vite, which puts a line of its own at the beginning of the page's file. */
function compileAtOnce(): Plugin {
  return {
    name: 'klikspor-compile-at-once',
    apply: 'build',
    enforce: 'post',
    augmentChunkHash: ({ name }) => (name === PAGE ? COMPILED_AT_ONCE : undefined),
    generateBundle: {
      order: 'post',
      handler(_, bundle) {
        const page = Object.values(bundle).find((made) => made.type === 'chunk' && made.name === PAGE);
        if (page?.type !== 'chunk') throw new Error('the build made no file of the page');
        page.code = COMPILED_AT_ONCE + page.code;
      },
    },
  };
}

interface ModuleGraph {
  getModuleInfo(id: string): { readonly importedIds: readonly string[] } | null;
}

const PAGE = 'page';
const START = `${import.meta.dirname}/src/start.ts`;
const MAIN = `${import.meta.dirname}/src/main.tsx`;
const ENGINE = `${import.meta.dirname}/src/engine/engine-worker.ts`;

/** `id` and everything it imports at once. */
function closureOf(id: string, graph: ModuleGraph, seen = new Set<string>()): Set<string> {
  if (seen.has(id)) return seen;
  seen.add(id);
  for (const imported of graph.getModuleInfo(id)?.importedIds ?? []) closureOf(imported, graph, seen);
  return seen;
}

/** One file for a module and all it imports at once. */
function together(name: string, id: string, priority: number) {
  let needed: ReadonlySet<string> | undefined;
  return {
    name(module: string, graph: ModuleGraph) {
      needed ??= closureOf(id, graph);
      return needed.has(module) ? name : null;
    },
    debugName: name,
    priority,
  };
}

/**
 * The page's script names every piece that it may load: each letter of their hashes counts some fifty times in its first
 * load. 28 bits tell one build's files from another's.
 */
const NAME = '[name]-[hash:7]';
const NAMES = {
  hashCharacters: 'hex',
  chunkFileNames: `assets/${NAME}.js`,
  assetFileNames: `assets/${NAME}[extname]`,
} as const;

const terms = licenses();

/** Pages of their own go beside the app's. */
function alsoBeside(): Plugin {
  return {
    name: 'klikspor-also-beside',
    apply: 'build',
    closeBundle: {
      sequential: true,
      async handler(error?: Error) {
        if (error === undefined) await build(pagesBeside);
      },
    },
  };
}

export default defineConfig({
  root: import.meta.dirname,
  plugins: [terms.page, listFiles(), compileAtOnce(), alsoBeside()],
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    target: 'es2022',
    outDir: 'dist',
    emptyOutDir: true,
    // Nothing is inlined: the page's Content-Security-Policy allows no data: scripts, styles or Wasm.
    assetsInlineLimit: 0,
    modulePreload: {
      polyfill: false,
      // Of what a piece loaded on use needs, the page's script names styles alone: the scripts that it imports follow by themselves, and
      // each name counts in everybody's first load (1.2 kB together).
      resolveDependencies: (_, names) => names.filter((name) => name.endsWith('.css')),
    },
    rolldownOptions: {
      input: {
        app: `${import.meta.dirname}/index.html`,
        'service-worker': `${import.meta.dirname}/src/offline/service-worker.ts`,
      },
      output: {
        // What the page needs at once stands in one file: parted by what of it is shared with pieces loaded on use, it
        // would be larger and take more requests. Only what begins the engine and fetches the first words stands
        // before it, as a script of its own, which runs while the page's file is still being read.
        codeSplitting: { groups: [together('start', START, 2), together(PAGE, MAIN, 1)] },
        entryFileNames: (entry) => (entry.name === 'service-worker' ? SERVICE_WORKER : `assets/${NAME}.js`),
        ...NAMES,
      },
    },
  },
  // The core is loaded with a top-level await, which only module workers have.
  worker: {
    format: 'es',
    plugins: () => [terms.workers],
    rolldownOptions: {
      output: {
        ...NAMES,
        entryFileNames: `assets/${NAME}.js`,
        codeSplitting: { groups: [together('engine-worker', ENGINE, 1)] },
      },
    },
  },
  server: {
    port: Number(process.env.PORT ?? 18500),
    proxy: { '/api': { target: worker, ws: true }, '/.well-known': worker },
  },
});
