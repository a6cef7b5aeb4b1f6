#include "klikspor/field_name.hpp"

#include <cstdint>
#include <string>

#include "catch2.hpp"

using klikspor::folded_name;
using klikspor::same_name;

TEST_CASE("names that are one to a reader are the same", "[field_name]") {
  const auto [a, b] = GENERATE(table<std::u16string, std::u16string>({
      {u"navn", u"NAVN"},
      {u"ØNSKE", u"ønske"},
      {u"Ærø Å", u"ærø å"},
      {u"A\u030Aben", u"åben"},
      {u"\u212Bben", u"åben"},  // the unit of length
      {u"Prénom", u"PRE\u0301NOM"},
      {u"Größe", u"GRÖ\u1E9EE"},  // a capital ß
      {u"ΌΝΟΜΑ", u"όνομα"},
      {u"ΟΔΟΣ", u"οδος"},  // the capital is that of σ and ς
      {u"οδος", u"οδοσ"},
      {u"ИМЯ", u"имя"},
      {u"ЙОД", u"и\u0306од"},
      {u"ԱՆՈՒՆ", u"անուն"},
      {u"\u10D0", u"\u1C90"},  // Georgian
      {u"ẬP", u"a\u0302\u0323p"},
      {u"ᾼ", u"αι"},  // an iota below is one beside
      {u"ᾴ", u"α\u0345\u0301"},
      {u"ガ", u"カ\u3099"},
      {u"한글", u"\u1112\u1161\u11AB\u1100\u1173\u11AF"},
      {u"\U00010400", u"\U00010428"},
      {u"for navn", u"For\u00A0navn"},
      {u"for navn", u"  for \t navn\n"},
      {u"for navn", u"for\u2009\u3000navn"},
      {u"for navn", u"for\nnavn"},
      {u"navn", u"\uFEFFnavn"},
      {u"navn", u"na\u00ADvn\u200B"},
      {u"navn", u"\u202Anavn\u202C\u2060\u200E"},
      {u"navn", u"navn\uFE0F\u200D"},
      {u"", u" \u200B "},
  }));
  CHECK(folded_name(a) == folded_name(b));
  CHECK(same_name(b, a));
}

TEST_CASE("names that a reader tells apart are not the same", "[field_name]") {
  const auto [a, b] = GENERATE(table<std::u16string, std::u16string>({
      {u"navn", u"navne"},
      {u"fornavn", u"for navn"},
      {u"first_name", u"first name"},
      {u"oen", u"øen"},
      {u"aben", u"åben"},
      {u"Größe", u"Grösse"},  // simple folding leaves ß one letter
      {u"e\u0301", u"e\u0300"},
      {u"e\u0301a", u"ea\u0301"},
      {u"の", u"ノ"},
      {u"\xD800", u"\xD801"},
      {u"", u"navn"},
  }));
  CHECK_FALSE(same_name(a, b));
}

TEST_CASE("of the Turkish letters i, simple folding keeps the dot and its absence", "[field_name]") {
  CHECK(same_name(u"İSİM", u"i\u0307si\u0307m"));  // what most programs make of it in small letters
  CHECK_FALSE(same_name(u"İSİM", u"isim"));
  CHECK_FALSE(same_name(u"İSİM", u"ISIM"));
  CHECK_FALSE(same_name(u"ADI", u"adı"));
  CHECK(same_name(u"ADI", u"adi"));
}

TEST_CASE("any text has a folded name, and folding it again changes nothing", "[field_name]") {
  std::u16string all;
  for (std::uint32_t unit = 0; unit <= 0xFFFF; ++unit) all += static_cast<char16_t>(unit);
  const auto folded = folded_name(all);
  std::u16string again;
  for (const std::uint32_t point : folded) {
    if (point > 0xFFFF) {
      again += static_cast<char16_t>(0xD7C0 + (point >> 10U));
      again += static_cast<char16_t>(0xDC00 + (point & 0x3FFU));
    } else {
      again += static_cast<char16_t>(point);
    }
  }
  CHECK(folded_name(again) == folded);
}
