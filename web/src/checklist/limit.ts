/** The limit on segments: who is left without a message, and the text that recipients above it get instead. */
import { type Facts, type Finding, finding } from './finding.ts';
import { checkBorders, checkEncoding, checkFields } from './message.ts';
import { checkOptOut } from './opt-out.ts';

export function checkLimit(facts: Facts): Finding[] {
  const { limit, atMost, isShortened, shorter } = facts;
  if (limit === null || limit.above === 0) return [];
  const { above, leftOut, stillAbove, effect } = limit;
  if (effect === 'leave-out') {
    if (facts.recipients === 0) {
      return [finding('limit-nobody', ({ words, integer }) => words.rules['limit-nobody'](atMost, integer(atMost)))];
    }
    return [
      finding('limit-left-out', ({ words, integer }) => words.rules['limit-left-out'](leftOut, integer(leftOut))),
    ];
  }
  if (isShortened) {
    if (effect === 'send') return [finding('shorter-missing', ({ words }) => words.rules['shorter-missing'])];
    const still =
      stillAbove === 0
        ? []
        : [
            finding('limit-still-above', ({ words, integer }) =>
              words.rules['limit-still-above'](stillAbove, integer(stillAbove)),
            ),
          ];
    return [...(shorter === null ? [] : checkShorter(facts, shorter)), ...still];
  }
  return [finding('limit-above', ({ words, integer }) => words.rules['limit-above'](above, integer(above)))];
}

/** The same rules as for the message. Its links are the message's, and are checked there. */
function checkShorter(facts: Facts, shorter: NonNullable<Facts['shorter']>): Finding[] {
  const { template, look, inspection, links } = shorter;
  const own = { ...facts, template, look, inspection, emptyFields: facts.limit?.emptyFields ?? [] };
  const foreign = look.outline.links.filter(({ link }) => link >= 0 && links[link] === -1);
  return [
    ...foreign.map((at) =>
      finding(
        'shorter-link',
        ({ words }) => (at.kind === 'opt-out' ? words.foreignOptOut : words.rules['shorter-link'](at.url)),
        { key: String(at.start), at },
      ),
    ),
    ...[checkOptOut, checkFields, checkEncoding, checkBorders].flatMap((rule) => rule(own).map(ofShorter)),
  ];
}

function ofShorter(found: Finding): Finding {
  return {
    ...found,
    key: `shorter ${found.key}`,
    place: found.place === 'message' ? 'shorter' : found.place,
    say: (voice) => voice.words.inShorter(found.say(voice)),
  };
}
