/** The text of a file, in any encoding that people's lists come in. Which one it is, encoding.ts tells. */

/**
 * `utf-8-twice`: UTF-8 that was taken for Windows-1252 and written as UTF-8 once more (SÃ¸ren). `ibm850`,
 * `ibm852`, `ibm857`: code pages of DOS. All others are names of the Encoding Standard.
 */
export const FILE_ENCODINGS = [
  'utf-8',
  'utf-8-twice',
  'utf-16le',
  'utf-16be',
  'windows-1252',
  'iso-8859-15',
  'macintosh',
  'ibm850',
  'windows-1250',
  'iso-8859-2',
  'ibm852',
  'windows-1257',
  'windows-1254',
  'ibm857',
  'windows-1251',
  'koi8-r',
  'koi8-u',
  'ibm866',
  'windows-1253',
  'windows-1255',
  'windows-1256',
  'windows-874',
  'shift_jis',
  'gb18030',
  'big5',
  'euc-kr',
] as const;
export type FileEncoding = (typeof FILE_ENCODINGS)[number];

/** Stands where octets are no text in the encoding, or where a program before us wrote that they were none. */
export const LOST_LETTER = '\ufffd';

interface Decoder {
  /** `octets` that end within a letter are kept until the next call; `last` are none. */
  decode(octets?: Uint8Array<ArrayBuffer>): string;
}

/** At most: texts of so many are short-lived to a JavaScript engine, which gives the room of longer ones back late. */
const SLICE_BYTES = 1 << 15;
const CHUNK_BYTES = 1 << 18;

/** The file's text in pieces, with the octets read so far. A byte order mark is left out. */
export async function* textOf(file: Blob, encoding: FileEncoding): AsyncGenerator<{ text: string; bytesRead: number }> {
  const decoder = decoderOf(encoding);
  let bytesRead = 0;
  for await (const bytes of slices(file)) {
    bytesRead += bytes.length;
    yield { text: decoder.decode(bytes), bytesRead };
  }
  const rest = decoder.decode();
  if (rest !== '') yield { text: rest, bytesRead };
}

/** The octets of a file of UTF-8, without a byte order mark; good until the next come. */
export async function* octetsOf(file: Blob): AsyncGenerator<{ octets: Uint8Array<ArrayBuffer>; bytesRead: number }> {
  const [a, b, c] = new Uint8Array(await file.slice(0, 3).arrayBuffer());
  let bytesRead = a === 0xef && b === 0xbb && c === 0xbf ? 3 : 0;
  for await (const octets of chunks(file.slice(bytesRead))) {
    bytesRead += octets.length;
    yield { octets, bytesRead };
  }
}

/** Texts as UTF-8. */
export async function* encoded(
  texts: AsyncIterable<{ text: string; bytesRead: number }> | Iterable<{ text: string; bytesRead: number }>,
): AsyncGenerator<{ octets: Uint8Array<ArrayBuffer>; bytesRead: number }> {
  const encoder = new TextEncoder();
  for await (const { text, bytesRead } of texts) yield { octets: encoder.encode(text), bytesRead };
}

/** The octets of a file, good until the next come. */
export async function* slices(file: Blob): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  for await (const octets of chunks(file)) {
    for (let at = 0; at < octets.length; at += SLICE_BYTES) yield octets.subarray(at, at + SLICE_BYTES);
  }
}

/**
 * As a stream: asked for slice by slice a browser takes several times as long. Octets are good until the next come: those of a long
 * file, each in memory of its own, would be given back late.
 */
async function* chunks(file: Blob): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const reader = intoOneBuffer(file.stream());
  try {
    for (let octets = await reader.next(); octets !== null; octets = await reader.next()) yield octets;
  } finally {
    // Whoever has seen enough leaves before the end.
    await reader.cancel();
  }
}

interface ChunkReader {
  /** Null: there are no more. */
  next(): Promise<Uint8Array<ArrayBuffer> | null>;
  cancel(): Promise<void>;
}

function intoOneBuffer(stream: ReadableStream<Uint8Array<ArrayBuffer>>): ChunkReader {
  let reader: ReadableStreamBYOBReader;
  try {
    reader = stream.getReader({ mode: 'byob' });
  } catch {
    return intoOwnBuffers(stream);
  }
  let room = new Uint8Array(CHUNK_BYTES);
  return {
    async next() {
      const { done, value } = await reader.read(room);
      if (done) return null;
      room = new Uint8Array(value.buffer);
      return value;
    },
    cancel: () => reader.cancel(),
  };
}

/** Where a file's stream cannot be told where to write. */
function intoOwnBuffers(stream: ReadableStream<Uint8Array<ArrayBuffer>>): ChunkReader {
  const reader = stream.getReader();
  return {
    async next() {
      const { done, value } = await reader.read();
      return done ? null : value;
    },
    cancel: () => reader.cancel(),
  };
}

/** A short text that is whole. Decoded as a piece nevertheless: Node 20 reads Windows-1252 that comes at once as ISO 8859-1. */
export const decoded = (octets: Uint8Array<ArrayBuffer>, encoding: FileEncoding): string =>
  whole(octets, decoderOf(encoding));

/** The same of any encoding that the Encoding Standard knows. Throws a RangeError of one that it does not. */
export const decodedAs = (octets: Uint8Array<ArrayBuffer>, label: string): string =>
  whole(octets, standardDecoder(label));

const whole = (octets: Uint8Array<ArrayBuffer>, decoder: Decoder) => decoder.decode(octets) + decoder.decode();

function decoderOf(encoding: FileEncoding): Decoder {
  switch (encoding) {
    case 'ibm850':
    case 'ibm852':
    case 'ibm857':
      return dosDecoder(DOS[encoding]);
    case 'utf-8-twice':
      return new TwiceDecoder();
    default:
      return standardDecoder(encoding);
  }
}

function standardDecoder(label: string): Decoder {
  const decoder = new TextDecoder(label);
  return { decode: (octets) => (octets === undefined ? decoder.decode() : decoder.decode(octets, { stream: true })) };
}

/**
 * 80 to FF of the DOS code pages that no browser knows (Unicode's mappings VENDORS/MICSFT/PC/CP850.TXT, CP852.TXT and
 * CP857.TXT; where those have nothing, a lost letter).
 */
const DOS = {
  ibm850:
    'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐' +
    '└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u00ad±‗¾¶§÷¸°¨·¹³²■\u00a0',
  ibm852:
    'ÇüéâäůćçłëŐőîŹÄĆÉĹĺôöĽľŚśÖÜŤťŁ×čáíóúĄąŽžĘę¬źČş«»░▒▓│┤ÁÂĚŞ╣║╗╝Żż┐' +
    '└┴┬├─┼Ăă╚╔╩╦╠═╬¤đĐĎËďŇÍÎě┘┌█▄ŢŮ▀ÓßÔŃńňŠšŔÚŕŰýÝţ´\u00ad˝˛ˇ˘§÷¸°¨˙űŘř■\u00a0',
  ibm857:
    'ÇüéâäàåçêëèïîıÄÅÉæÆôöòûùİÖÜø£ØŞşáíóúñÑĞğ¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐' +
    '└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ºªÊËÈ\ufffdÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµ\ufffd×ÚÛÙìÿ¯´\u00ad±\ufffd¾¶§÷¸°¨·¹³²■\u00a0',
} as const satisfies Partial<Record<FileEncoding, string>>;

function dosDecoder(upper: string): Decoder {
  /** UTF-16 code units of every octet. */
  const units = Uint16Array.from({ length: 256 }, (_, octet) =>
    octet < 0x80 ? octet : upper.charCodeAt(octet - 0x80),
  );
  return {
    decode: (octets = new Uint8Array()) =>
      new TextDecoder('utf-16le', { ignoreBOM: true }).decode(
        Uint16Array.from(octets, (octet) => units[octet] ?? octet),
      ),
  };
}

/** Letters that Windows-1252 shows for the octets of UTF-8's letters: a lead, then as many as it asks for. */
const FOLLOWING = '[\\u0080-\\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]';
const TWICE = new RegExp(`[ÂÃÄÅÎÏÐÑ]${FOLLOWING}|â${FOLLOWING}{2}|ð${FOLLOWING}{3}`, 'g');
/** A letter of those at the end of a piece that may go on in the next. */
export const UNFINISHED = new RegExp(`(?:[ÂÃÄÅÎÏÐÑ]|â${FOLLOWING}?|ð${FOLLOWING}{0,2})$`);

const OUTSIDE_ASCII = /[\u0080-\uffff]/;

/** What Windows-1252 has between 80 and 9F, with the octet it is. */
const OCTETS = new Map(
  Array.from({ length: 0x20 }, (_, at) => 0x80 + at).map((octet) => [
    decoded(Uint8Array.of(octet), 'windows-1252'),
    octet,
  ]),
);

/** UTF-8 in which the text of a letter was written once too often gets its letter back; all else stays as it is. */
export function mendTwice(text: string): string {
  return text.replace(TWICE, (letters) => {
    const octets = Uint8Array.from(letters, (letter) => OCTETS.get(letter) ?? letter.charCodeAt(0));
    const mended = new TextDecoder().decode(octets);
    return mended.includes(LOST_LETTER) ? letters : mended;
  });
}

/**
 * Whether letters were written once too often, and whether there are others outside ASCII. What may as well be the end of a
 * quotation, as Å“ in a text that has no Ã¸, is not enough.
 */
export function writtenTwice(text: string): { readonly isSure: boolean; readonly others: boolean } {
  let isSure = false;
  const others = text.replace(TWICE, (letters) => {
    isSure ||= /^[ÂÃâð]/.test(letters);
    return '';
  });
  return { isSure, others: OUTSIDE_ASCII.test(others) };
}

class TwiceDecoder implements Decoder {
  readonly #utf8 = new TextDecoder();
  #kept = '';

  decode(octets?: Uint8Array<ArrayBuffer>): string {
    if (octets === undefined) return mendTwice(this.#kept + this.#utf8.decode());
    const text = this.#kept + this.#utf8.decode(octets, { stream: true });
    this.#kept = UNFINISHED.exec(text)?.[0] ?? '';
    return mendTwice(text.slice(0, text.length - this.#kept.length));
  }
}
