#!/usr/bin/env bash
# Package: libphonenumber-js 1.13.16 (npm), all of its metadata
# Question: a list holds numbers with the country code but without the plus, as spreadsheets leave them. Given the right
#   default country, are they read as the numbers they are?
# A good guess: yes for all countries, or no for all; and a number that was misread is not valid.
# Behaviour: of the package's own example numbers of mobile phones, all are read right but those of three countries. There
#   the country code counts as the number's beginning and is put before it once more, and the result is "valid": a
#   number of a landline, which may be somebody's. With a plus all are read right. The code is taken off only where the
#   digits as they stand do not fit the country's pattern, and the patterns of these three take numbers that long.
# Seen on 2026-11-29, and expected again:
#> read as the number it is: 242 of 245 countries
#> DE: 4915123456789 is read as +494915123456789, valid true, FIXED_LINE
#> ID: 62812345678 is read as +6262812345678, valid true, FIXED_LINE
#> XK: 38343201234 is read as +38338343201234, valid true, FIXED_LINE
#> with a plus: 245 of 245 countries
set -euo pipefail
expected=$(sed -n 's/^#> //p' "$0")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --prefix . --ignore-scripts --loglevel error --no-audit --no-fund libphonenumber-js@1.13.16 >/dev/null

cat >look.mjs <<'END'
import { getCountries, getExampleNumber, parsePhoneNumberFromString as read } from 'libphonenumber-js/max';
import examples from 'libphonenumber-js/mobile/examples';

const phones = getCountries().flatMap((country) => getExampleNumber(country, examples) ?? []);
const digits = ({ number }) => number.slice(1);
const misread = phones.filter((phone) => read(digits(phone), phone.country)?.number !== phone.number);
const withPlus = phones.filter((phone) => read(phone.number, phone.country)?.number === phone.number);

console.log(`read as the number it is: ${phones.length - misread.length} of ${phones.length} countries`);
for (const phone of misread) {
  const other = read(digits(phone), phone.country);
  console.log(`${phone.country}: ${digits(phone)} is read as ${other.number}, valid ${other.isValid()}, ${other.getType()}`);
}
console.log(`with a plus: ${withPlus.length} of ${phones.length} countries`);
END
node look.mjs | tee seen.txt
diff <(echo "$expected") seen.txt
