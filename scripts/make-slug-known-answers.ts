// Writes tests/data/slug-known-answers.tsv with an implementation of its own (BigInt, straight from the papers), so
// that the C++ core is checked by a second reading of SipHash-2-4 and of Black and Rogaway's cipher, not by itself.
// `--check` only compares.
import { write } from './generated.ts';

const mask = (1n << 64n) - 1n;
const rotl = (x: bigint, n: bigint) => ((x << n) | (x >> (64n - n))) & mask;

function siphash24(key: Uint8Array, message: Uint8Array): bigint {
  const word = (bytes: number[]) => bytes.reduceRight((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
  const k0 = word([...key.subarray(0, 8)]);
  const k1 = word([...key.subarray(8, 16)]);
  let [v0, v1, v2, v3] = [
    k0 ^ 0x736f6d6570736575n,
    k1 ^ 0x646f72616e646f6dn,
    k0 ^ 0x6c7967656e657261n,
    k1 ^ 0x7465646279746573n,
  ];
  const rounds = (n: number) => {
    for (let i = 0; i < n; i++) {
      v0 = (v0 + v1) & mask;
      v2 = (v2 + v3) & mask;
      v1 = rotl(v1, 13n) ^ v0;
      v3 = rotl(v3, 16n) ^ v2;
      v0 = rotl(v0, 32n);
      v2 = (v2 + v1) & mask;
      v0 = (v0 + v3) & mask;
      v1 = rotl(v1, 17n) ^ v2;
      v3 = rotl(v3, 21n) ^ v0;
      v2 = rotl(v2, 32n);
    }
  };
  const blocks: bigint[] = [];
  const padded = [...message, ...new Array<number>(7 - (message.length % 8)).fill(0), message.length & 255];
  for (let i = 0; i < padded.length; i += 8) blocks.push(word(padded.slice(i, i + 8)));
  for (const block of blocks) {
    v3 ^= block;
    rounds(2);
    v0 ^= block;
  }
  v2 ^= 0xffn;
  rounds(4);
  return v0 ^ v1 ^ v2 ^ v3;
}

const alphabet = '23456789BCDFGHJKLMNPQRSTVWXYZbcdfghjkmnpqrstvwxyz';

function seal(key: Uint8Array, width: number, plain: bigint): string {
  const left = 49n ** 4n;
  const right = 49n ** BigInt(width - 4);
  let high = plain / right;
  let low = plain % right;
  const value = (round: number, half: bigint, radix: bigint) => {
    const message = new Uint8Array(8);
    new DataView(message.buffer).setUint32(0, Number(half), true);
    message[4] = round;
    message[5] = width;
    return (siphash24(key, message) * radix) >> 64n;
  };
  for (let round = 0; round < 10; round++) {
    if (round % 2 === 0) high = (high + value(round, low, left)) % left;
    else low = (low + value(round, high, right)) % right;
  }
  let sealed = high * right + low;
  let slug = '';
  for (let i = 0; i < width; i++) {
    slug = alphabet.charAt(Number(sealed % 49n)) + slug;
    sealed /= 49n;
  }
  return slug;
}

const keys = [
  '000102030405060708090a0b0c0d0e0f',
  'ffffffffffffffffffffffffffffffff',
  '6b6c696b73706f722073616d706c6521',
  '9e3779b97f4a7c15f39cc0605cedc834',
];
const lines = [
  '# Slugs of known plain numbers (campaign * 2^24 + slot), made by scripts/make-slug-known-answers.ts.',
  '# key\twidth\tplain\tslug',
];
for (const key of keys) {
  for (const width of [8, 9]) {
    const top = (49n ** BigInt(width) / (1n << 24n)) * (1n << 24n) - 1n;
    const plains = [
      1n << 24n,
      (1n << 24n) + 1n,
      (2n << 24n) - 1n,
      12345678901n,
      (1000n << 24n) + 999999n,
      top - 1n,
      top,
    ];
    for (const plain of plains) lines.push([key, width, plain, seal(Buffer.from(key, 'hex'), width, plain)].join('\t'));
  }
}

write({ 'tests/data/slug-known-answers.tsv': `${lines.join('\n')}\n` });
