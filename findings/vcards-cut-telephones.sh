#!/usr/bin/env bash
# Packages: vcf 2.1.2, vcard4-ts 0.4.1, vcard-parser 1.0.0, ical.js 2.2.1 (npm)
# Question: in a card of version 3.0 or 4.0 a telephone has a label of its own, in quotes, that holds a colon:
#   TEL;X-LABEL="home: 1":+4520123456. Which number do packages read?
# A good guess: the number. RFC 2426 and 6350 put values of parameters in quotes exactly so that colons may stand in them, and
#   a package for vCards is for such lines.
# Behaviour: three of the four end the parameter at the first colon, in quotes or not, and give the rest of the label for the
#   beginning of the number; none says anything. ical.js reads it.
# Seen on 2026-11-29, and expected again:
#> vcf: " 1\":+4520123456"
#> vcard4-ts: " 1\":+4520123456"
#> vcard-parser: " 1\":+4520123456"
#> ical.js: "+4520123456"
set -euo pipefail
expected=$(sed -n 's/^#> //p' "$0")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --prefix . --ignore-scripts --loglevel error --no-audit --no-fund \
  vcf@2.1.2 vcard4-ts@0.4.1 vcard-parser@1.0.0 ical.js@2.2.1 >/dev/null

cat >look.mjs <<'END'
import ICAL from 'ical.js';
import { parseVCards } from 'vcard4-ts';
import vcardParser from 'vcard-parser';
import vCard from 'vcf';

const card = (version) =>
  ['BEGIN:VCARD', `VERSION:${version}`, 'N:;Bo;;;', 'FN:Bo', 'TEL;X-LABEL="home: 1":+4520123456', 'END:VCARD', ''].join('\r\n');
const read = {
  vcf: vCard.parse(card('3.0'))[0].get('tel').valueOf(),
  'vcard4-ts': parseVCards(card('4.0')).vCards[0].TEL[0].value,
  'vcard-parser': vcardParser.parse(card('3.0')).tel[0].value,
  'ical.js': ICAL.parse(card('3.0'))[1].find(([name]) => name === 'tel').at(-1),
};
for (const [name, number] of Object.entries(read)) console.log(`${name}: ${JSON.stringify(number)}`);
END
node look.mjs | tee seen.txt
diff <(echo "$expected") seen.txt
