import { readFileSync } from 'node:fs';
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

test('the Wasm of another module is refused, and does not end the process', async () => {
  const { load: loadEdge } = await import('klikspor/edge');
  await expect(loadEdge(octetsOf('sending'))).rejects.toThrow();
  expect((await loadEdge()).version).toMatch(/^\d/);
});
