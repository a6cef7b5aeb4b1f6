/** Writes the licences of everything the build bundles to /licenses.txt: their terms ask for it. */
import { readdirSync, readFileSync } from 'node:fs';
import type { Plugin } from 'vite';

export const LICENSES = 'licenses.txt';

const NODE_MODULES = '/node_modules/';
const ROOT = new URL('../', import.meta.url);

/** Helpers that the build adds of its own. */
const HELPERS: readonly (readonly [prefix: string, name: string])[] = [
  ['\0vite/', 'vite'],
  ['\0rolldown/', 'rolldown'],
];

interface Terms {
  readonly title: string;
  readonly text: string;
}

/** The package a module belongs to; null: klikspor's own. */
export function packageOf(module: string): string | null {
  const helper = HELPERS.find(([prefix]) => module.startsWith(prefix));
  if (helper !== undefined) return helper[1];
  const at = module.lastIndexOf(NODE_MODULES);
  if (at < 0) return null;
  const [scope = '', name = ''] = module.slice(at + NODE_MODULES.length).split('/');
  return scope.startsWith('@') ? `${scope}/${name}` : scope;
}

/** The terms as the package's files state them. Without any the build fails: they may not be given on then. */
export function termsOf(name: string, root = ROOT): Terms {
  const folder = new URL(`node_modules/${name}/`, root);
  const { version, license } = JSON.parse(readFileSync(new URL('package.json', folder), 'utf8'));
  const files = readdirSync(folder).filter((file) => /^(licen[cs]e|notice|copying)/i.test(file));
  if (files.length === 0)
    throw new Error(`${name} ${version} is bundled and holds no licence text: ${folder.pathname}`);
  const text = files.sort().map((file) => ownPart(readFileSync(new URL(file, folder), 'utf8')));
  return { title: `${name} ${version} (${license})`, text: text.join('\n\n') };
}

/** Without the terms of what a tool itself was built of, which is not in our files. */
const ownPart = (text: string): string => text.replace(/^#+ Licenses of bundled dependencies\n.*/ms, '').trim();

/**
 * One instance for the page's build and one for the workers', which are built apart and before the page's files are
 * written; both note what they bundle in the same list.
 */
export function licenses(): { readonly page: Plugin; readonly workers: Plugin } {
  const bundled = new Set<string>();
  const note: NonNullable<Plugin['generateBundle']> = (_, bundle) => {
    for (const chunk of Object.values(bundle)) {
      if (chunk.type !== 'chunk') continue;
      for (const module of chunk.moduleIds) {
        const name = packageOf(module);
        if (name !== null) bundled.add(name);
      }
    }
  };
  return {
    workers: { name: 'klikspor-licenses-of-workers', apply: 'build', generateBundle: note },
    page: {
      name: 'klikspor-licenses',
      apply: 'build',
      generateBundle(options, bundle) {
        note.call(this, options, bundle, true);
        this.emitFile({ type: 'asset', fileName: LICENSES, source: licensesText(bundled) });
      },
    },
  };
}

function licensesText(bundled: ReadonlySet<string>): string {
  const own = readFileSync(new URL('LICENSE', ROOT), 'utf8').trim();
  const core = readFileSync(new URL('wasm/NOTICE', ROOT), 'utf8').trim();
  const parts: Terms[] = [
    { title: 'klikspor (MIT)', text: own },
    { title: "klikspor's core", text: core },
    ...[...bundled].sort().map((name) => termsOf(name)),
  ];
  const line = '-'.repeat(80);
  return `What this app is made of, and on which terms.\n\n${parts.map(({ title }) => `  ${title}`).join('\n')}\n${parts
    .map(({ title, text }) => `\n${line}\n${title}\n${line}\n\n${text}\n`)
    .join('')}`;
}
