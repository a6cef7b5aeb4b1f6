import { describe, expect, test } from 'vitest';
import { detectEncoding, textOf } from '../../lists/text.ts';

async function read(octets: Uint8Array<ArrayBuffer>): Promise<{ encoding: string; text: string }> {
  const file = new Blob([octets]);
  const encoding = await detectEncoding(file);
  let text = '';
  for await (const piece of textOf(file, encoding)) text += piece.text;
  return { encoding, text };
}

const utf8 = (text: string) => new TextEncoder().encode(text);
const latin = (text: string) => Uint8Array.from([...text].map((sign) => (sign === '€' ? 0x80 : sign.charCodeAt(0))));

describe('the text of a file', () => {
  test('in UTF-8 is read', async () => {
    expect(await read(utf8('Åse;Łukasz;🎉'))).toEqual({ encoding: 'utf-8', text: 'Åse;Łukasz;🎉' });
  });

  test('in UTF-8 with a byte order mark is read without it', async () => {
    expect(await read(utf8('\ufeffÅse'))).toEqual({ encoding: 'utf-8', text: 'Åse' });
  });

  test('in Windows-1252 is read', async () => {
    expect(await read(latin('Søren;Zoë;5 €'))).toEqual({ encoding: 'windows-1252', text: 'Søren;Zoë;5 €' });
  });

  test('in Windows-1252 is told by a letter far from the beginning', async () => {
    const { encoding, text } = await read(latin(`${'a'.repeat(3_000_000)}ø`));
    expect(encoding).toBe('windows-1252');
    expect(text.endsWith('aø')).toBe(true);
  });

  test('in UTF-16, as Excel saves "Unicode text", is read', async () => {
    const text = 'Åse\tŁukasz\r\n';
    const units = Uint16Array.from([0xfeff, ...[...text].map((sign) => sign.charCodeAt(0))]);
    expect(await read(new Uint8Array(units.buffer))).toEqual({ encoding: 'utf-16le', text });
  });

  test('is whole where a letter is cut by the borders it is read in', async () => {
    // Slices are 2^20 octets: the two octets of the ø lie on both sides of the first border.
    const { text } = await read(utf8(`${'a'.repeat(2 ** 20 - 1)}øb`));
    expect(text.slice(-3)).toBe('aøb');
  });
});
