import type { Core, Hit, HitBatch, HitClass } from '../core.d.ts';
import { checkInteger } from './check.ts';
import { type Loan, lend } from './memory.ts';
import type { RawModule } from './raw.d.ts';

export interface RawHits {
  _hitsAnswer(): number;
  _hitsTake(
    hits: number,
    count: number,
    texts: number,
    agents: number,
    reasons: number,
    attempts: number,
    detours: number,
  ): void;
  _hitsPack(first: number): void;
  _hitsUnpack(bytes: number, size: number): number;
  _hitsHeader(bytes: number, size: number): number;
  _hitsStamp(bytes: number, size: number, attempts: number, detours: number): number;
}

export const LONGEST_BATCH = 65536;

/** In the order of the core's HitClass. */
export const HIT_CLASSES: readonly HitClass[] = ['human', 'preview', 'scanner', 'prefetch', 'head', 'test'];

const HIT_BYTES = 40;
const UINT32 = 4294967295;
const LATEST_MS = 2 ** 53 - 1;
const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** Two signs as the core packs them; 0 for none and for what is no country. */
export function countryNumber(country: string): number {
  return /^[0-9A-Z]{2}$/.test(country) ? Number.parseInt(country, 36) + 1 : 0;
}
export function countryName(number: number): string {
  return number === 0 ? '' : (number - 1).toString(36).toUpperCase().padStart(2, '0');
}

function checkHit(hit: Hit, index: number, agents: number): number {
  const name = (field: string) => `hits[${index}].${field}`;
  checkInteger(name('atMs'), hit.atMs, 0, LATEST_MS);
  checkInteger(name('recipient'), hit.recipient, 0, UINT32);
  checkInteger(name('link'), hit.link, 0, 16777215);
  checkInteger(name('rules'), hit.rules, 0, UINT32);
  checkInteger(name('agent'), hit.agent, 0, agents - 1);
  checkInteger(name('asn'), hit.asn, 0, UINT32);
  checkInteger(name('signals'), hit.signals, 0, 65535);
  const hitClass = HIT_CLASSES.indexOf(hit.class);
  if (hitClass < 0)
    throw new RangeError(`${name('class')} is ${hit.class}; it must be one of ${HIT_CLASSES.join(', ')}`);
  return hitClass;
}

/** Texts one after the other, each behind its length. */
function lendTexts(loan: Loan, texts: readonly string[]): number {
  const encoded = texts.map((text) => encoder.encode(text));
  const all = new Uint8Array(encoded.reduce((size, text) => size + 4 + text.length, 0));
  const view = new DataView(all.buffer);
  let at = 0;
  for (const text of encoded) {
    view.setUint32(at, text.length, true);
    all.set(text, at + 4);
    at += 4 + text.length;
  }
  return loan.bytes(all);
}

export function hitsFunctions(
  raw: RawModule & RawHits,
): Pick<Core, 'packHits' | 'packHitBatches' | 'unpackHits' | 'batchHeader' | 'stampBatch'> {
  const answer = (index: number): number => raw.HEAPU32[raw._hitsAnswer() / 4 + index] ?? 0;
  const time = (index: number): number => answer(index) + answer(index + 1) * 2 ** 32;

  const take = (loan: Loan, batch: HitBatch): void => {
    checkInteger('attempts', batch.attempts, 0, UINT32);
    checkInteger('detours', batch.detours, 0, UINT32);
    const reasons = new Map<string, number>();
    const pointer = loan.room(batch.hits.length * HIT_BYTES);
    const view = new DataView(raw.HEAPU8.buffer, pointer, batch.hits.length * HIT_BYTES);
    batch.hits.forEach((hit, index) => {
      const hitClass = checkHit(hit, index, batch.agents.length);
      let reason = reasons.get(hit.reason);
      if (reason === undefined) {
        reason = reasons.size;
        reasons.set(hit.reason, reason);
      }
      const at = index * HIT_BYTES;
      view.setUint32(at, hit.atMs % 2 ** 32, true);
      view.setUint32(at + 4, Math.floor(hit.atMs / 2 ** 32), true);
      view.setUint32(at + 8, hit.recipient, true);
      view.setUint32(at + 12, hit.link, true);
      view.setUint32(at + 16, hit.rules, true);
      view.setUint32(at + 20, hit.agent, true);
      view.setUint32(at + 24, reason, true);
      view.setUint32(at + 28, hit.asn, true);
      view.setUint16(at + 32, countryNumber(hit.country), true);
      view.setUint16(at + 34, hit.signals, true);
      view.setUint32(at + 36, hitClass, true);
    });
    const texts = lendTexts(loan, [...batch.agents, ...reasons.keys()]);
    raw._hitsTake(pointer, batch.hits.length, texts, batch.agents.length, reasons.size, batch.attempts, batch.detours);
  };
  const packed = (): Uint8Array => raw.HEAPU8.slice(answer(1), answer(1) + answer(2));

  const texts = (first: number, count: number): string[] =>
    Array.from({ length: count }, (_, i) => {
      const start = answer(first + 2 * i);
      return decoder.decode(raw.HEAPU8.subarray(start, start + answer(first + 2 * i + 1)));
    });
  const unpacked = (): HitBatch => {
    const count = answer(2);
    const agents = texts(6, answer(4));
    const reasons = texts(6 + 2 * agents.length, answer(5));
    const view = new DataView(raw.HEAPU8.buffer, answer(3), count * HIT_BYTES);
    const hits: Hit[] = [];
    for (let at = 0; at < count * HIT_BYTES; at += HIT_BYTES) {
      hits.push({
        atMs: view.getUint32(at, true) + view.getUint32(at + 4, true) * 2 ** 32,
        recipient: view.getUint32(at + 8, true),
        link: view.getUint32(at + 12, true),
        class: HIT_CLASSES[view.getUint8(at + 36)] ?? 'human',
        reason: reasons[view.getUint32(at + 24, true)] ?? '',
        rules: view.getUint32(at + 16, true),
        agent: view.getUint32(at + 20, true),
        country: countryName(view.getUint16(at + 32, true)),
        asn: view.getUint32(at + 28, true),
        signals: view.getUint16(at + 34, true),
      });
    }
    return { agents, hits, attempts: answer(0), detours: answer(1) };
  };

  return {
    packHits: (batch) =>
      lend(raw, (loan) => {
        take(loan, batch);
        raw._hitsPack(0);
        if (answer(0) < batch.hits.length) {
          throw new RangeError(
            `${batch.hits.length} hits do not fit in ${LONGEST_BATCH} octets, the first ${answer(0)} do; use packHitBatches`,
          );
        }
        return packed();
      }),
    packHitBatches: (batch) =>
      lend(raw, (loan) => {
        take(loan, batch);
        const batches: Uint8Array[] = [];
        for (let first = 0; first < batch.hits.length; first += answer(0)) {
          raw._hitsPack(first);
          batches.push(packed());
        }
        return batches;
      }),
    unpackHits: (bytes) =>
      lend(raw, (loan) => (raw._hitsUnpack(loan.bytes(bytes), bytes.length) === 0 ? null : unpacked())),
    batchHeader: (bytes) =>
      lend(raw, (loan) => {
        if (raw._hitsHeader(loan.bytes(bytes), bytes.length) === 0) return null;
        return { attempts: answer(0), detours: answer(1), hits: answer(2), firstMs: time(3), lastMs: time(5) };
      }),
    stampBatch(bytes, attempts, detours) {
      checkInteger('attempts', attempts, 0, UINT32);
      checkInteger('detours', detours, 0, UINT32);
      return lend(raw, (loan) => {
        const pointer = loan.bytes(bytes);
        if (raw._hitsStamp(pointer, bytes.length, attempts, detours) === 0) return null;
        return raw.HEAPU8.slice(pointer, pointer + bytes.length);
      });
    },
  };
}
