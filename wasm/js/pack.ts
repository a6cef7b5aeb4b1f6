import type { Core, PackedSegment, PackOptions, SegmentOptions } from '../core.d.ts';
import { checkInteger } from './check.ts';
import { lend } from './memory.ts';
import type { MessageDoor } from './message.ts';
import type { RawModule } from './raw.d.ts';
import { type RawOptions, rawOptions } from './segment.ts';
import { readText } from './text-buffer.ts';

export interface RawPack {
  _packSegments(
    units: number,
    length: number,
    reference: number,
    destinationPort: number,
    sourcePort: number,
    ...options: RawOptions
  ): number;
  _packUnpack(segments: number, count: number): number;
  _packSize(): number;
}

/** The core's PackedSegment: 140 octets, then how many there are, TP-UDL, encoding, header indicator. */
const SEGMENT_BYTES = 144;
const SIZE = 140;
const LENGTH = 141;
const ENCODING = 142;
const HEADER = 143;

export function packFunctions(
  raw: RawModule & RawPack,
  door: MessageDoor,
): Pick<Core, 'packSegments' | 'unpackSegments'> {
  return {
    packSegments(text, options, pack) {
      const chosen = rawOptions(options);
      const numbers = rawPack(options, pack);
      return lend(raw, (loan) => {
        let at = raw._packSegments(loan.codeUnits(text), text.length, ...numbers, ...chosen);
        const size = raw._packSize();
        if (at === 0 && size > 0) {
          throw new RangeError(
            `${door.errorName(size)}: text.length is ${text.length}; a message has at most 255 segments`,
          );
        }
        const heap = raw.HEAPU8;
        return Array.from({ length: size }, (): PackedSegment => {
          const start = at;
          at += SEGMENT_BYTES;
          return {
            octets: heap.slice(start, start + (heap[start + SIZE] ?? 0)),
            length: heap[start + LENGTH] ?? 0,
            encoding: heap[start + ENCODING] === 0 ? 'gsm7' : 'ucs2',
            hasHeader: heap[start + HEADER] !== 0,
          };
        });
      });
    },

    unpackSegments(segments) {
      const bytes = new Uint8Array(segments.length * SEGMENT_BYTES);
      segments.forEach(({ octets, length, encoding, hasHeader }, i) => {
        checkInteger(`segments[${i}].length`, length, 0, 255);
        if (encoding !== 'gsm7' && encoding !== 'ucs2') {
          throw new RangeError(`segments[${i}].encoding is ${encoding}; it must be gsm7 or ucs2`);
        }
        // What is over 140 octets the core refuses by its size.
        bytes.set(octets.subarray(0, SIZE), i * SEGMENT_BYTES);
        bytes.set(
          [Math.min(octets.length, 255), length, encoding === 'gsm7' ? 0 : 1, hasHeader ? 1 : 0],
          i * SEGMENT_BYTES + SIZE,
        );
      });
      return lend(raw, (loan) => {
        const at = raw._packUnpack(loan.bytes(bytes), segments.length);
        const size = raw._packSize();
        return at === 0 ? { ok: false, error: door.errorName(size) } : { ok: true, text: readText(raw, at, size) };
      });
    },
  };
}

/** Checks what goes into the header: reference, destination port, source port. */
function rawPack(
  { referenceBits = 8, portBits }: SegmentOptions = {},
  { reference = 0, ports }: PackOptions = {},
): [number, number, number] {
  checkInteger('reference', reference, 0, 2 ** referenceBits - 1);
  if ((ports === undefined) !== (portBits === undefined)) {
    throw new TypeError('ports and portBits go together: what is sent is both or neither');
  }
  if (ports === undefined || portBits === undefined) return [reference, 0, 0];
  const highest = 2 ** portBits - 1;
  checkInteger('ports.destination', ports.destination, 0, highest);
  checkInteger('ports.source', ports.source, 0, highest);
  return [reference, ports.destination, ports.source];
}
