/** Other people's counters behind one door: what they say of a text, in our words. */
import trt2 from '@trt2/gsm-charset-utils';
import { count as smsLength } from 'sms-length';
import { SegmentedMessage } from 'sms-segments-calculator';
import splitSms from 'split-sms';

export interface PeerPlan {
  readonly encoding: 'gsm7' | 'ucs2';
  readonly segments: number;
  /** Where the peer says it. */
  readonly unitsLeft?: number;
  /** The segments themselves, where the peer makes them. */
  readonly texts?: readonly string[];
}

export interface Peer {
  /** Its name on npm. */
  readonly name: string;
  /** What it keeps whole at a border, and so what the core is asked for when the two are compared. */
  readonly border: 'code-point' | 'cluster';
  plan(text: string): PeerPlan;
}

export const PEERS: readonly Peer[] = [
  {
    name: 'sms-segments-calculator',
    border: 'cluster',
    plan(text) {
      const { encodingName, segments } = new SegmentedMessage(text);
      return {
        encoding: encodingName === 'GSM-7' ? 'gsm7' : 'ucs2',
        segments: segments.length,
        texts: segments.map((segment) => Array.from(segment, ({ raw }: { raw?: string }) => raw ?? '').join('')),
      };
    },
  },
  {
    name: 'split-sms',
    border: 'code-point',
    plan(text) {
      const { characterSet, parts, remainingInPart } = splitSms.split(text);
      return {
        encoding: characterSet === 'GSM' ? 'gsm7' : 'ucs2',
        segments: parts.length,
        unitsLeft: remainingInPart,
        texts: parts.map(({ content }) => content ?? ''),
      };
    },
  },
  {
    name: '@trt2/gsm-charset-utils',
    border: 'code-point',
    plan(text) {
      const { encoding, msgCount, charCount, charsPerSegment } = trt2.getCharCount(text);
      return {
        encoding: encoding === 'GSM' ? 'gsm7' : 'ucs2',
        segments: msgCount,
        // charCount takes the segments before the last as full.
        unitsLeft: msgCount * charsPerSegment - charCount,
      };
    },
  },
  {
    name: 'sms-length',
    border: 'code-point',
    plan(text) {
      const { encoding, messages, remaining } = smsLength(text);
      return { encoding: encoding === 'UTF16' ? 'ucs2' : 'gsm7', segments: messages, unitsLeft: remaining };
    },
  },
];
