#!/usr/bin/env bash
# Packages: linkify-it 6.1.0, linkifyjs 4.4.0, twitter-text 3.1.0 (npm)
# Question: where do the libraries that make links of a text end an address when the writer put something right behind it
#   without a space: an emoji, a bullet, or a mark that nobody sees and that came along from a chat or a web page?
# A good guess: before it. No address is written with these, the marks above all; and signs that addresses do end in
#   (RFC 3986, 2.3), such as ~, stay.
# Behaviour: linkify-it and linkifyjs take emoji and every invisible mark into the address, which then leads nowhere, and
#   the reader sees no difference; linkifyjs takes bullets, dashes and full-width signs too, and the words behind them.
#   twitter-text leaves all of these outside, but takes ~ and * from addresses that end in them. Where a space is missing
#   behind a full stop, linkifyjs and twitter-text add the next word to the host, and linkify-it sees no link at all.
# Seen on 2026-11-29, and expected again ("x": the address as written; "+": with what stands behind it):
#> linkify-it    emoji + | U+200E + | U+202C + | U+2060 + | U+FE0F + | bullet x | dash x | comma x | ~ x | * x
#> linkifyjs     emoji + | U+200E + | U+202C + | U+2060 + | U+FE0F + | bullet + | dash + | comma + | ~ x | * x
#> twitter-text  emoji x | U+200E x | U+202C x | U+2060 x | U+FE0F x | bullet x | dash x | comma x | ~ cut | * cut
#> www.shop.dk.Vi ses: linkify-it nothing, linkifyjs www.shop.dk.Vi, twitter-text www.shop.dk.Vi
set -euo pipefail
expected=$(sed -n 's/^#> //p' "$0")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --prefix . --ignore-scripts --loglevel error --no-audit --no-fund \
  linkify-it@6.1.0 linkifyjs@4.4.0 twitter-text@3.1.0 >/dev/null

cat >look.mjs <<'END'
import * as linkifyIt from 'linkify-it';
import * as linkifyJs from 'linkifyjs';
import twitter from 'twitter-text';

const Linkify = linkifyIt.LinkifyIt ?? Object.values(linkifyIt)[0];
const it = new Linkify();
const libraries = {
  'linkify-it': (text) => (it.match(text) ?? []).map((match) => text.slice(match.index, match.lastIndex)),
  linkifyjs: (text) => linkifyJs.find(text).map(({ start, end }) => text.slice(start, end)),
  'twitter-text': (text) => twitter.extractUrls(text),
};

const ADDRESS = 'https://brand.dk/x';
/** Name, what the address ends in, what stands behind it. */
const cases = [
  ['emoji', '', '🎉'],
  ['U+200E', '', '\u200e'],
  ['U+202C', '', '\u202c'],
  ['U+2060', '', '\u2060'],
  ['U+FE0F', '', '\ufe0f'],
  ['bullet', '', '•'],
  ['dash', '', '–'],
  ['comma', '', '，'],
  ['~', '~', ''],
  ['*', '*', ''],
];
for (const [library, find] of Object.entries(libraries)) {
  const told = cases.map(([name, end, behind]) => {
    const [found = ''] = find(`Se ${ADDRESS}${end}${behind} nu`);
    const how = found === ADDRESS + end ? 'x' : found.length > (ADDRESS + end).length ? '+' : 'cut';
    return `${name} ${how}`;
  });
  console.log(`${library.padEnd(13)} ${told.join(' | ')}`);
}
const sentence = 'www.shop.dk.Vi ses';
const read = Object.entries(libraries).map(([library, find]) => `${library} ${find(sentence)[0] ?? 'nothing'}`);
console.log(`${sentence}: ${read.join(', ')}`);
END
node look.mjs | tee seen.txt
diff <(echo "$expected") seen.txt
