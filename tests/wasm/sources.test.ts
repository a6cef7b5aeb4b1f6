import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { load } from 'klikspor';
import { load as loadAddresses } from 'klikspor/addresses';
import { load as loadSending } from 'klikspor/sending';
import { load as loadTexts } from 'klikspor/texts';
import { expect, test } from 'vitest';

const octetsOf = (name: string) =>
  new Uint8Array(readFileSync(new URL(`../../wasm/dist/${name}.wasm`, import.meta.url)));

test('all three modules come from where they are said to be, and one that is none can be given anew', async () => {
  const texts = octetsOf('texts');
  await expect(load({ texts, addresses: new Uint8Array([1]) })).rejects.toThrow(WebAssembly.CompileError);
  const core = await load({ addresses: octetsOf('addresses') });
  expect(core.planSegments('Hej').segments).toBe(1);
  expect(core.finishHost('brand.dk').ok).toBe(true);
  // What was loaded one by one is the same, and stays.
  expect(core.finishHost).toBe((await loadAddresses()).finishHost);
  expect(core.senderForm).toBe((await loadSending()).senderForm);
  expect(core.planSegments).toBe((await loadTexts()).planSegments);
  expect(await load()).toBe(core);
});

test('what is no Wasm says where it was looked for, and a file or octets of any type will do', async () => {
  const { load: loadReporting } = await import('klikspor/reporting');
  const page = () => new Response('<!doctype html>', { headers: { 'content-type': 'text/html' } });
  const help = "put klikspor's .wasm file there, or tell load() where it is";
  await expect(loadReporting(page())).rejects.toThrow(`the response is 200 text/html; ${help}`);
  const server = createServer((_, response) => response.writeHead(404).end());
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/reporting.wasm`;
  await expect(loadReporting(address)).rejects.toThrow(`${address} is 404; ${help}`);
  server.close();
  await expect(loadReporting(octetsOf('reporting').buffer as never)).rejects.toThrow(
    'source is [object ArrayBuffer]; it must be an address, a Response, a Uint8Array or a WebAssembly.Module',
  );
  expect((await loadReporting(new Response(octetsOf('reporting')))).version).toMatch(/^\d/);
});

test('in Node an address may be that of a file', async () => {
  const script = (source: string) => `import { load } from 'klikspor/texts';
    console.log((await load(${source})).planSegments('Hej').segments);`;
  const file = new URL('../../wasm/dist/texts.wasm', import.meta.url).href;
  for (const source of [`new URL('${file}')`, `'${file}'`]) {
    const args = ['--input-type=module', '-e', script(source)];
    expect(execFileSync('node', args, { cwd: fileURLToPath(new URL('.', import.meta.url)), encoding: 'utf8' })).toBe(
      '1\n',
    );
  }
});

test('the Wasm of another module is refused, and does not end the process', async () => {
  const { load: loadEdge } = await import('klikspor/edge');
  await expect(loadEdge(octetsOf('sending'))).rejects.toThrow();
  expect((await loadEdge()).version).toMatch(/^\d/);
});
