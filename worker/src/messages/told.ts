/** What is told of messages that were made. */
import { amountOf, amountsOf, type Price } from 'klikspor/prices';
import { countryOf } from './calling-codes.ts';
import type { Draft } from './draft.ts';
import { type Warning, warningsOfMessage } from './warnings.ts';
import type { MessagesTold, MessageTold, NewMessages, Person } from './wire.ts';
import type { Written } from './written.ts';

/** Of everybody's message in a dry run. */
export function told(draft: Draft, body: NewMessages, leftOut: ReadonlySet<number>): MessageTold[] {
  return body.recipients.map((one, at) =>
    leftOut.has(at) ? { ...nothing(one), ...LEFT_OUT } : toldOne(draft, body, one, draft.written, at),
  );
}

export const LEFT_OUT = { state: 'left-out', reason: 'opted-out' } as const;
/** It was sent before, and what was known of its recipient is erased. */
export const ERASED = { state: 'left-out', reason: 'erased' } as const;

/** Before anything is said of the message. */
export function nothing({ ref, messageId, to, country = countryOf(to) }: Person): MessageTold {
  return {
    ...(ref !== undefined && { ref }),
    ...(messageId !== undefined && { messageId }),
    ...{ segments: 0, country, cost: null, warnings: [] },
  };
}

/** Of the message at this position of those that were made. */
export function toldOne(
  { core, writing }: Draft,
  { prices }: NewMessages,
  one: Person,
  made: Written,
  at: number,
): MessageTold {
  const message = made.messages[at];
  if (message === undefined) throw new Error('somebody got no message');
  const base = nothing(one);
  const { text, encoding, segments } = message;
  return {
    ...{ ...base, text, encoding, segments },
    slugs: slugsIn(made.slugs, at, made.outline.linksInMessage, writing.width),
    cost: amountOf(prices ?? [], base.country, segments),
    warnings: [
      ...warningsOfMessage(core, writing.names, made, one.fields ?? {}, message),
      ...(base.country === '' && prices !== undefined ? [COUNTRY_UNKNOWN] : []),
    ],
  };
}

const COUNTRY_UNKNOWN: Warning = {
  code: 'country-unknown',
  detail: 'Several countries share this calling code: say which it is in country.',
};

const slugsIn = (all: string, at: number, links: number, width: number): string[] =>
  Array.from({ length: links }, (_, link) => all.slice((at * links + link) * width, (at * links + link + 1) * width));

export function answered(
  { links, warnings }: Draft,
  { dryRun = false, prices = [] }: NewMessages,
  messages: MessageTold[],
  campaign?: string,
): MessagesTold {
  const going = messages.filter(({ isKnown, text }) => !isKnown && text !== undefined);
  return {
    dryRun,
    ...(campaign !== undefined && { campaign }),
    ...{ links: [...links], messages, warnings: [...warnings] },
    totals: {
      messages: going.length,
      segments: going.reduce((sum, { segments }) => sum + segments, 0),
      ...amountsOf(prices as readonly Price[], going),
    },
  };
}
