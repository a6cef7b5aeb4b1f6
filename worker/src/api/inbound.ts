/**
 * Messages that people send back, as a gateway passes them on: STOP opts out, START takes it back, all else is for a person
 * to read. A number is hashed at once; neither it nor the text is stored or logged.
 */
import * as v from 'valibot';
import { reporting } from '../reporting.ts';
import type { NumberWord } from '../rpc/suppression.ts';
import { deriveNumberKey } from '../slug-keys.ts';
import { workspaceStub } from '../stubs.ts';
import { endpoint } from './endpoint.ts';
import { moment, named, text } from './fields.ts';
import { fieldProblem } from './problem.ts';

const MOST_MESSAGES = 1_000;
/** As E.164 writes numbers. */
const NUMBER = /^\+?[1-9]\d{6,14}$/;
/** 255 parts of 153 characters: no message that a telephone sends is longer. */
const LONGEST_TEXT = 39_015;

const message = v.strictObject({
  /**
   * Who sent it: digits with country code, as E.164 has them, with or without a plus. A name or a short number can send as well,
   * and must not hold up the others' words.
   */
  from: text('from', 100),
  text: text('The text', LONGEST_TEXT),
  /** The link domain of whose messages it is an answer to. Absent: not known, so it is about all. */
  host: v.exactOptional(named('The host', 253)),
  /** When it was sent. Absent: now. A gateway that passes on a message twice says the same both times. */
  atMs: v.exactOptional(moment),
});

const inbound = v.strictObject({
  messages: v.pipe(
    v.array(message, 'Messages are a list.'),
    v.minLength(1, 'Send at least one message.'),
    v.maxLength(MOST_MESSAGES, `At most ${MOST_MESSAGES} messages at a time.`),
  ),
});

const understood = v.strictObject({
  word: v.picklist(['stop', 'start', 'neither']),
  /** Whether it changed anything: a second STOP does not. */
  hasChanged: v.boolean(),
  /** Whose messages the number is not to be sent now; `host` null: everybody's. Empty with `neither`: nobody looked. */
  stopped: v.array(v.strictObject({ host: v.nullable(v.string()), list: v.exactOptional(v.string()) })),
  /** Absent: the message was taken. Told without the sender: what is answered may be logged by whoever passed it on. */
  error: v.exactOptional(v.strictObject({ pointer: v.string(), code: v.literal('no-number'), detail: v.string() })),
});

export const inboundEndpoints = [
  endpoint({
    route: 'POST /api/inbound',
    summary: 'Take messages that came back: STOP opts the sender out, START takes it back',
    access: 'inbound:write',
    body: inbound,
    answer: v.strictObject({
      /** One a message, in their order. */
      understood: v.array(understood),
    }),
    examples: [{ body: { messages: [{ from: '+4520123456', text: 'STOP' }] } }],
    handle: async ({ env, body: { messages } }) => {
      const hosts = await workspaceStub(env).linkHosts();
      for (const [at, { host }] of messages.entries()) {
        if (host === undefined || hosts.includes(host)) continue;
        throw fieldProblem(422, `/messages/${at}/host`, 'no-such-domain', 'host is no link domain of this workspace.');
      }
      const nowMs = Date.now();
      const key = await deriveNumberKey(env);
      const { hashNumbers, inboundWord } = await reporting();
      const words = messages.map(({ text }) => inboundWord(text));
      const said = messages.flatMap(({ from, host, atMs }, at): NumberWord[] => {
        const says = words[at];
        if ((says !== 'stop' && says !== 'start') || !NUMBER.test(from)) return [];
        const hash = hashNumbers(key, Float64Array.of(Number(from.replace('+', ''))));
        return [{ hash, host: host ?? null, says, source: 'keyword', atMs: Math.min(atMs ?? nowMs, nowMs) }];
      });
      const outcomes = (said.length === 0 ? [] : await workspaceStub(env).takeWords(said)).values();
      return {
        understood: words.map((word, at) => {
          if (!NUMBER.test(messages[at]?.from ?? '')) {
            const detail = 'from is no number with its country code, such as +4520123456: nobody was opted out or in.';
            const error = { pointer: `/messages/${at}/from`, code: 'no-number' as const, detail };
            return { word, hasChanged: false, stopped: [], error };
          }
          const { hasChanged = false, stopped = [] } = (word !== 'neither' && outcomes.next().value) || {};
          return { word, hasChanged, stopped };
        }),
      };
    },
  }),
];
