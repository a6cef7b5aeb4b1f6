import type { BatchPlan, Core, TextBatch } from '../core.d.ts';
import type { RawModule } from './raw.d.ts';
import { type RawOptions, rawOptions } from './segment.ts';

export interface RawTextBatch {
  _textBatchCreate(): number;
  _textBatchDispose(batch: number): void;
  _textBatchText(batch: number, units: number): number;
  _textBatchEnds(batch: number, count: number): number;
  _textBatchPlan(batch: number, ...options: RawOptions): number;
  _textBatchTables(batch: number): number;
}

/** Code units of all texts together: a quarter of a gigabyte. */
const MOST_UNITS = 2 ** 27;

export function textBatchFunctions(raw: RawModule & RawTextBatch): Pick<Core, 'createTextBatch'> {
  // A safety net under `dispose()`: a batch that nobody holds any more gives its memory back.
  const forgotten = new FinalizationRegistry<number>((batch) => raw._textBatchDispose(batch));

  return {
    createTextBatch(texts = []): TextBatch {
      let batch = raw._textBatchCreate();
      let size = 0;
      let units = 0;
      const live = (): number => {
        if (batch === 0) throw new TypeError('the text batch was disposed of');
        return batch;
      };

      const made: TextBatch = Object.freeze({
        get size() {
          return size;
        },
        append(more: readonly string[]): void {
          let added = 0;
          for (const text of more) added += text.length;
          if (units + added > MOST_UNITS) {
            throw new RangeError(`texts would hold ${units + added} code units; a batch holds at most ${MOST_UNITS}`);
          }
          let at = raw._textBatchText(live(), added) >> 1;
          let end = raw._textBatchEnds(batch, more.length) >> 2;
          // Both may have made the memory grow: its views are read now.
          const { HEAPU16, HEAPU32 } = raw;
          for (const text of more) {
            for (let i = 0; i < text.length; i++) HEAPU16[at++] = text.charCodeAt(i);
            units += text.length;
            HEAPU32[end++] = units;
          }
          size += more.length;
        },
        plan(options: Parameters<TextBatch['plan']>[0]): BatchPlan {
          const at = raw._textBatchPlan(live(), ...rawOptions(options)) >> 2;
          const tables = raw._textBatchTables(batch);
          const numbers = (column: number) => raw.HEAPU32.slice(at + column * size, at + (column + 1) * size);
          const octets = (column: number) => raw.HEAPU8.slice(tables + column * size, tables + (column + 1) * size);
          return {
            segments: numbers(0),
            units: numbers(1),
            unitsLeft: numbers(2),
            ucs2: octets(0),
            locking: octets(1),
            single: octets(2),
          };
        },
        dispose(): void {
          if (batch === 0) return;
          forgotten.unregister(made);
          raw._textBatchDispose(batch);
          batch = 0;
        },
      });
      forgotten.register(made, batch, made);
      made.append(texts);
      return made;
    },
  };
}
