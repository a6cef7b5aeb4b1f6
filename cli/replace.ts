import { load } from 'klikspor/texts';
import { lineCommand } from './command.ts';
import { text, textOf } from './line.ts';

const help = `klikspor replace --jsonl < lines

Writes texts within GSM-7 where that says the same: typographic quotes, dashes and spaces, letters with marks that the
default alphabet lacks, invisible signs. Each line of standard input is an object:

  text  the message, or utf16: its code units in hexadecimal, such as ["48","D83D","DE00"]

and each line of output is an object:

  text            the text after replacement; what nothing in GSM-7 says, such as an emoji, stays
  replaced        how many places were replaced, each of one character or a letter and its mark
  segmentsBefore  segments of the text as it came, with the default tables and 8-bit references
  segmentsAfter   segments of the text that goes out

A line that cannot be answered gets {"error","line"} and the rest goes on (exit code 1 at the end). A line holds at most
1 MiB, many times the longest message there is; a longer one is read past without being kept.`;

export const run = lineCommand({
  name: 'replace',
  help,
  example: '{"text":"Hej"}',
  fields: text,
  load,
  answer(core, line) {
    const before = textOf(line);
    const after = core.replaceCharacters(before);
    return {
      text: after,
      replaced: core.explainText(before).filter(({ replacement }) => replacement !== null).length,
      segmentsBefore: core.planSegments(before).segments,
      segmentsAfter: core.planSegments(after).segments,
    };
  },
});
