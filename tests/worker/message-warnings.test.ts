/** What is told of one person's message: the core's answers by the names of the composer's checklist. */
import { load } from 'klikspor/texts';
import { expect, test } from 'vitest';
import { warningsOfMessage } from '../../worker/src/messages/warnings.ts';

const core = await load();
const outline = { fields: [], links: [], problems: [], linksInMessage: 0 };
const reading = { outline, columns: [], namesakes: [], foreignTags: [] };

test.each([
  ['Hej Åse', []],
  ['Hej Łukasz', ['not-gsm7']],
  [`${'a'.repeat(152)}€${'a'.repeat(20)}`, ['border-escape']],
  [`${'ł'.repeat(66)}😊${'a'.repeat(20)}`, ['not-gsm7', 'border-emoji']],
  [`${'ł'.repeat(66)}e\u0301${'a'.repeat(20)}`, ['not-gsm7', 'border-cluster']],
])('%s', (text, codes) => {
  const { encoding, segments } = core.planSegments(text);
  const told = warningsOfMessage(core, [], reading, {}, { text, encoding, segments });
  expect(told.map(({ code }) => code)).toEqual(codes);
});

test('the signs that make a message UCS-2 are named, each once, and no more than five', () => {
  const { encoding, segments } = core.planSegments('łłęąśćńź');
  const [told] = warningsOfMessage(core, [], reading, {}, { text: 'łłęąśćńź', encoding, segments });
  expect(told?.detail).toMatch(/: ł ę ą ś ć …$/);
});
