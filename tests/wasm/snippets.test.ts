/**
 * What the documents show runs, has the types it says, and answers what its comments promise; and what the package offers
 * is shown. The blocks of a document are one program, in order.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { launchBrowser } from '../support/browser.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
/** Inside the repository, so that `klikspor` is found from there as it is from anywhere below `node_modules`. */
const folder = join(root, 'build/snippets');
mkdirSync(folder, { recursive: true });

const DOCUMENTS = ['README.md', 'wasm/README.md', 'docs/guide.md'] as const;
const FACES = ['texts', 'addresses', 'sending', 'composer', 'edge', 'reporting'] as const;

const read = (path: string) => readFileSync(join(root, path), 'utf8');
const codeOf = (document: string): string =>
  Array.from(read(document).matchAll(/^```(?:js|ts)\n(.*?)^```/gms), ([, code]) => code ?? '').join('\n');

/** A line that is an expression and, in its comment, what it is. */
const PROMISE = /^(?!(?:const|let|using|await using|import|export|type|for|if|return) )(\S.*); \/\/ (\S.*)$/gm;

interface Program {
  readonly file: string;
  readonly promises: number;
}

function programOf(document: string): Program {
  const code = codeOf(document);
  const promises = Array.from(code.matchAll(PROMISE)).length;
  const program = code.replaceAll(PROMISE, (_, answered, promised) => `said.push([${answered}, ${promised}]);`);
  const file = join(folder, `${document.replaceAll(/\W+/g, '-')}.ts`);
  writeFileSync(
    file,
    `const said: unknown[][] = [];\n${program}\nconsole.log(JSON.stringify(said, (_, value) => value ?? null));\nexport {};\n`,
  );
  return { file, promises };
}

test.each(DOCUMENTS)('the code in %s runs and answers what its comments say', (document) => {
  const { file, promises } = programOf(document);
  expect(promises).toBeGreaterThan(3);
  const printed = execFileSync('node', [file], { cwd: folder, encoding: 'utf8' });
  const said = JSON.parse(printed) as [answered: unknown, promised: unknown][];
  expect(said).toHaveLength(promises);
  for (const [answered, promised] of said) expect(answered).toEqual(promised);
});

test("the code in the package's own documents has the types it names", () => {
  const files = ['wasm/README.md', 'docs/guide.md'].map((document) => programOf(document).file);
  const config = {
    extends: '../../tsconfig.base.json',
    compilerOptions: { lib: ['esnext', 'dom'], target: 'esnext', types: ['node'], noUnusedLocals: false },
    files,
  };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config));
  execFileSync(join(root, 'node_modules/.bin/tsc'), ['-p', folder], { encoding: 'utf8' });
});

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.wasm': 'application/wasm',
};

test("the package README's page works in a browser without a bundler", async () => {
  const [, page = ''] = /^```html\n(.*?)^```/ms.exec(read('wasm/README.md')) ?? [];
  const server = createServer((request, response) => {
    const path = request.url ?? '/';
    const isPage = path === '/';
    if (!isPage && !path.startsWith('/node_modules/klikspor/')) return response.writeHead(404).end();
    const octets = isPage ? page : readFileSync(join(root, path));
    return response.writeHead(200, { 'content-type': types[isPage ? '.html' : extname(path)] ?? '' }).end(octets);
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const browser = await launchBrowser();
  try {
    const { port } = server.address() as AddressInfo;
    const tab = await browser.newPage();
    await tab.goto(`http://127.0.0.1:${port}/`);
    await tab.locator('#text').fill('Kære Åse 🎉');
    await tab.getByText('1 SMS, 59 left (ucs2)').waitFor();
  } finally {
    await browser.close();
    server.close();
  }
});

/** Names that a face exports: its own, those it passes on, and what its interfaces let one call. */
function namesOf(face: string): string[] {
  const types = read(`wasm/${face}.d.ts`);
  const own = Array.from(types.matchAll(/^export (?:function|const|interface|type) (\w+)/gm), ([, name]) => name ?? '');
  const passedOn = Array.from(types.matchAll(/^export type \{ ([^}]*) \} from/gm), ([, names]) => names ?? '');
  const called = Array.from(types.matchAll(/^ {2}(\w+)\(/gm), ([, name]) => `.${name}(`);
  return [...new Set([...own, ...passedOn.flatMap((names) => names.split(', ')), ...called])];
}

test.each(FACES)('the guide shows every name of the face %s in use', (face) => {
  const names = namesOf(face);
  expect(names.length).toBeGreaterThan(2);
  // Types stand in imports too: what counts is where they are used.
  const used = DOCUMENTS.map(codeOf)
    .join('\n')
    .replaceAll(/^import .*$/gm, '');
  const isShown = (name: string) =>
    name.startsWith('.') ? used.includes(name) : new RegExp(`\\b${name}\\b`).test(used);
  expect(names.filter((name) => !isShown(name))).toEqual([]);
});
