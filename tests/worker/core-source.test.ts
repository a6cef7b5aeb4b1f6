import { load } from 'klikspor/sending';
import { expect, test } from 'vitest';

test('a Worker, which compiles nothing, is told so where it is given octets', async () => {
  await expect(load(new Uint8Array(8))).rejects.toThrow('source is 0,0,0,0,0,0,0,0; it must be a WebAssembly.Module');
  expect((await load()).senderForm('Brand')).toBe('name');
});
