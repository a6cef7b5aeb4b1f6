#include "klikspor/beside_link.hpp"

#include <string>
#include <vector>

#include "catch2.hpp"

using namespace klikspor;

TEST_CASE("an ending that leads nowhere, or may be the next sentence's, is told", "[links]") {
  const auto [text, doubt] = GENERATE(table<std::u16string, unsigned>({
      {u"www.shop.dkk", unknown_ending},
      {u"https://shop.dkk/x", unknown_ending},
      {u"www.shop.dk.intern/x", unknown_ending},
      {u"https://brand.test:8080", unknown_ending},
      {u"www.shop.dk.vi ses", second_ending},
      {u"https://shop.dk.se her", second_ending},
      {u"shop.se.gratis levering", second_ending},
      {u"https://shop.dk/sommer.Kun i", second_ending},
      {u"shop.dk/a,KUN i", second_ending},
      {u"shop.dk?Kun i", second_ending},
      {u"https://www.shop.dk?Kun i", second_ending},
      {u"shop.dk?Kun", 0U},
      {u"shop.dk?kun i", 0U},
      {u"shop.dk/a/?Kun i", 0U},
      {u"shop.dk/sommer.Kun", 0U},
      {u"shop.dk/sommer.kun i", 0U},
      {u"shop.dk/Sommer.Kun-nu i", 0U},
      {u"shop.dk/Kun i", 0U},
      {u"www.shop.dk.vi", 0U},
      {u"www.shop.dk.vi/x her", 0U},
      {u"www.shop.co.uk nu", 0U},
      {u"www.shop.me.uk nu", 0U},
      {u"www.shop.de.com nu", 0U},
      {u"www.shop.com.au nu", 0U},
      {u"www.shop.dk nu", 0U},
      {u"https://Shop.Dk/x", 0U},
      {u"shop.com.se mere", second_ending},
      {u"shop.com.au og", 0U},
      {u"https://shop.dk.example", 0U},
      {u"https://localhost:8787/x", 0U},
      {u"http://127.0.0.1:8787/x", 0U},
      {u"https://bo@shop.dkk", 0U},
      {u"www.пример.рф og", 0U},
      {u"https://xn--e1afmkfd.xn--p1ai/", 0U},
  }));
  const auto end = std::min(text.find(u' '), text.size());
  CAPTURE(end);
  CHECK(beside_link(text, {0, static_cast<std::uint32_t>(end)}) == doubt);
}

TEST_CASE("a link that may be two words of the text is told", "[links]") {
  const auto [text, is_told] = GENERATE(table<std::u16string, bool>({
      {u"Kom ⟦forbi.se⟧ mere", true},
      {u"Husk det ⟦hele.nu⟧ igen", true},
      {u"Kom ind på ⟦gården.se⟧ her", true},
      {u"Hej, ⟦hør.shop⟧ nu", true},
      {u"⟦Hej.se⟧ her", true},
      {u"Hej.\n⟦Velkommen.se⟧ her", true},
      {u"Tak! ⟦Farvel.de⟧ bedste", true},
      // No word begins a sentence with it, or none goes on.
      {u"Kom til ⟦shop.dk⟧ og få", false},
      {u"Kom ⟦forbi.se⟧", false},
      {u"Kom ⟦forbi.se⟧, hvis", false},
      {u"Kom ⟦forbi.se⟧ (nu)", false},
      // An address says so, or is set off.
      {u"Kom ⟦forbi.se/nu⟧ igen", false},
      {u"Kom ⟦www.se⟧ mere", false},
      {u"Kom ⟦www.forbi.se⟧ mere", false},
      {u"Kom ⟦https://forbi.se⟧ mere", false},
      {u"Kom ⟦for-bi.se⟧ mere", false},
      {u"Kom ⟦forbi2.se⟧ mere", false},
      {u"Kom ⟦her.forbi.se⟧ mere", false},
      {u"Kom ⟦FORBI.SE⟧ MERE", false},
      {u"Kom ⟦forBi.se⟧ mere", false},
      {u"Læs her: ⟦forbi.se⟧ mere", false},
      {u"(⟦forbi.se⟧ mere", false},
      {u"Kom ⟦Forbi.se⟧ mere", false},
      {u"⟦forbi.se⟧ mere", false},
  }));
  const auto start = text.find(u'⟦');
  const auto plain =
      text.substr(0, start) + text.substr(start + 1, text.find(u'⟧') - start - 1) + text.substr(text.find(u'⟧') + 1);
  const FoundLink link{static_cast<std::uint32_t>(start), static_cast<std::uint32_t>(text.find(u'⟧') - 1)};
  CAPTURE(start, link.end);
  REQUIRE(find_links(plain) == std::vector{link});
  CHECK((beside_link(plain, link) == plain_words) == is_told);
  CHECK((beside_link(plain, link) & plain_words) == (is_told ? plain_words : 0));
}

TEST_CASE("another address that begins in a link is told where a space may be missing", "[links]") {
  const auto [text, is_told] = GENERATE(table<std::u16string, bool>({
      {u"www.a.dk/www.b.dk", true},
      {u"https://a.dk/www.b.dk/x", true},
      {u"a.dk/https://b.dk", true},
      {u"https://www.a.dk/http://b.dk", true},
      {u"a.dkwww.b.dk", true},
      {u"www.a.dkwww.b.dk/x", true},
      {u"https://shop.a.dkwww.b.dk", true},
      {u"a.dk/xwww.b.dk", true},
      {u"a.dk/x/ywww.b.dk", true},
      {u"https://www.a.dk/x", false},
      {u"https://www.a.dk/www", false},
      {u"a.dk/www.x", false},
      {u"a.dk/www.dk", false},
      {u"awww.a.dk", false},
      {u"https://awww.shop.dk", false},
      {u"https://web.archive.org/web/www.a.dk", false},
      {u"https://web.archive.org/web/2/https://a.dk", false},
      {u"a.dk/?to=https://b.dk", false},
      {u"a.dk/x?www.b.dk", false},
      {u"a.dk/#www.b.dk", false},
  }));
  CAPTURE(text.size());
  const FoundLink whole{0, static_cast<std::uint32_t>(text.size())};
  REQUIRE(find_links(text) == std::vector{whole});
  CHECK(beside_link(text, whole) == (is_told ? second_link : 0));
}

TEST_CASE("what stands beside a link is told where a phone may take it into the link", "[links]") {
  struct Row {
    std::u16string before;
    std::u16string behind;
    unsigned beside;
  };
  const auto row = GENERATE(values<Row>({
      {u"", u"", 0},
      {u"Afmeld: ", u" tak", 0},
      {u"(", u" ", 0},
      {u"»", u"\n", 0},
      {u"\"", u"\"", 0},
      {u"<", u">", 0},
      {u"🎉", u"]", 0},
      {u"Afmeld", u"", joined_before},
      {u"4", u"", joined_before},
      {u"ø", u"", joined_before},
      {u"{{navn}}", u"", joined_before},
      {u"info@", u"", joined_before},
      {u"s.", u"", joined_before},
      {u"s-", u"", joined_before},
      {u"www.sh\u00AD", u"", joined_before},
      {u"sh\u200B\u2060", u"", joined_before},
      {u"her \u2060", u"", 0},
      {u"\u2060", u"", 0},
      {u"_", u"", joined_before},
      {u"...", u"", 0},
      {u"/", u"", joined_before},
      {u"", u".", sign_behind},
      {u"", u") og", sign_behind},
      {u"", u"!? og", sign_behind},
      {u"(", u").", sign_behind},
      {u"", u"/", sign_behind},
      {u"", u".\"", sign_behind},
      {u"", u"nu", joined_behind},
      {u"", u"{{navn}}", joined_behind},
      {u"", u".Hej", joined_behind},
      {u"", u",men", joined_behind},
      {u"", u"/x", joined_behind},
      {u"", u"-", sign_behind},
      {u"", u"'", sign_behind},
      {u"", u"…", sign_behind},
      {u"", u"”", sign_behind},
      {u"", u"🎉", sign_behind},
      {u"", u"🎉🎉!", sign_behind},
      {u"", u"...", sign_behind},
      {u"", u"\u200E", 0},
      {u"", u"\u200E.", sign_behind},
      {u"", u"\u200Enu", joined_behind},
      {u"", u"🎉nu", joined_behind},
      {u"", u"•Tlf", joined_behind},
      {u"", u"ø", joined_behind},
      {u"", u"-{{navn}}", joined_behind},
      {u"", u"/..", joined_behind},
      {u"", u"\\..", joined_behind},
      {u"", u"\".Hej", 0},
      {u"网址", u"", joined_before},
      {u"{{navn}}", u"nu", joined_before | joined_behind},
      {u"se", u".", joined_before | sign_behind},
  }));
  const std::u16string link = u"{{afmeld}}";
  const auto start = static_cast<std::uint32_t>(row.before.size());
  CAPTURE(row.before.size(), row.behind.size(), row.beside);
  CHECK(beside_link(row.before + link + row.behind, {start, start + 10}) == row.beside);
}
