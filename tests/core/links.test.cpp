#include "klikspor/links.hpp"

#include <string>

#include "catch2.hpp"

using namespace klikspor;

TEST_CASE("links are found with and without scheme, and nothing else is a link", "[links]") {
  struct Row {
    std::u16string text;
    std::vector<std::u16string> links;
  };
  const auto row = GENERATE(values<Row>({
      {u"", {}},
      {u"Kære Åse, se www.barnetsverden.dk/pages/du-har-adgang Afmeld", {u"www.barnetsverden.dk/pages/du-har-adgang"}},
      {u"https://brand.dk/a?b=c#d.", {u"https://brand.dk/a?b=c#d"}},
      {u"Se brand.dk.", {u"brand.dk"}},
      {u"Se brand.dk, shop.com! og (www.x.no/a_(b)) nu", {u"brand.dk", u"shop.com", u"www.x.no/a_(b)"}},
      {u"»https://brand.dk/x«", {u"https://brand.dk/x"}},
      {u"“brand.dk/x”", {u"brand.dk/x"}},
      {u"HTTPS://BRAND.DK/A BRAND.DK Brand.dk", {u"HTTPS://BRAND.DK/A", u"BRAND.DK", u"Brand.dk"}},
      {u"Hej.Se her, Hej.Hvordan går det, 3.5 og 1.000 kr.", {}},
      {u"skriv til info@brand.dk eller anne.marie@brand.dk", {}},
      {u"børnetøj.dk/ø og www.børnetøj.museum", {u"børnetøj.dk/ø", u"www.børnetøj.museum"}},
      {u"brand.dk:8080/x brand.dk: nej", {u"brand.dk:8080/x", u"brand.dk"}},
      {u"https:// alene", {}},
      {u"se:https://brand.dk/x", {u"https://brand.dk/x"}},
      {u"www. brand .dk", {}},
      {u"brand.dk/?f[]=1&g=(2)", {u"brand.dk/?f[]=1&g=(2)"}},
      {u"brand.dk/a]", {u"brand.dk/a"}},
      {u"brand.dk/{{navn}}, {{brand.dk}} https://{{butik}}.dk/x", {u"brand.dk/{{navn}}", u"https://{{butik}}.dk/x"}},
      {u"brand.dk/{{for navn}}!", {u"brand.dk/{{for navn}}"}},
      {u"{{butik}}.brand.dk/x {{butik}}-brand.dk {{x}}brand.dk, {{butik}}.dk/x.",
       {u"{{butik}}.brand.dk/x", u"{{butik}}-brand.dk", u"{{x}}brand.dk", u"{{butik}}.dk/x"}},
      {u"{{navn}}https://brand.dk/x {{navn}}.Se her, {{navn}}.se her", {u"https://brand.dk/x"}},
      {u"brand.dk/{{a}}} brand.dk/x}} brand.dk/{{a}}/x}}", {u"brand.dk/{{a}}", u"brand.dk/x", u"brand.dk/{{a}}/x"}},
      {u"brand.dk/((a))) brand.dk/a[1]] brand.dk/(a", {u"brand.dk/((a))", u"brand.dk/a[1]", u"brand.dk/(a"}},
      {u"a\nbrand.dk\r\nb", {u"brand.dk"}},
      {u"http://127.0.0.1:8787/x", {u"http://127.0.0.1:8787/x"}},
      {u"x-brand.dk ..brand.dk", {u"x-brand.dk"}},
  }));
  CAPTURE(row.links.size());
  std::vector<std::u16string> found;
  for (const auto& link : find_links(row.text)) found.push_back(row.text.substr(link.start, link.end - link.start));
  CHECK(found == row.links);
}

TEST_CASE("an unclosed merge field and lone surrogates end the search for links without harm", "[links]") {
  CHECK(find_links(u"brand.dk/{{navn").size() == 1);
  CHECK(find_links(std::u16string(u"\xD800 brand.dk/\xDC00")).size() == 1);
  CHECK(find_links(std::u16string(100000, u'{')).empty());
  // Each takes hours when a run is counted anew for every sign of it.
  for (const char16_t sign : {u')', u']', u'}', u'.', u'(', u'{'}) {
    CHECK(find_links(u"https://brand.dk/a" + std::u16string(2000000, sign)).size() == 1);
  }
}

TEST_CASE("an iPhone draws a card for the only link, where it stands first or last", "[links]") {
  const auto [text, card] = GENERATE(table<std::u16string, LinkCard>({
      {u"", LinkCard::no_link},
      {u"Hej Åse, 3.5 kr.", LinkCard::no_link},
      {u"s.brand.dk/Xk7Rm2Pq", LinkCard::edge},
      {u"Se s.brand.dk/Xk7Rm2Pq", LinkCard::edge},
      {u"s.brand.dk/Xk7Rm2Pq er klar", LinkCard::edge},
      {u" \ns.brand.dk/Xk7Rm2Pq er klar", LinkCard::edge},
      {u"Se s.brand.dk/Xk7Rm2Pq\u00A0\n", LinkCard::edge},
      {u"Se s.brand.dk/Xk7Rm2Pq.", LinkCard::inside},
      {u"(s.brand.dk/Xk7Rm2Pq)", LinkCard::inside},
      {u"Se s.brand.dk/Xk7Rm2Pq nu", LinkCard::inside},
      {u"Se s.brand.dk/Xk7Rm2Pq Afmeld: s.brand.dk/Yk7Rm2Pq", LinkCard::several},
      {u"brand.dk brand.dk brand.dk", LinkCard::several},
  }));
  CAPTURE(text.size());
  CHECK(link_card(text, find_links(text)) == card);
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
      {u"", u"-", joined_behind},
      {u"", u"'", joined_behind},
      {u"", u"…", joined_behind},
      {u"", u"”", joined_behind},
      {u"", u"🎉", joined_behind},
      {u"{{navn}}", u"nu", joined_before | joined_behind},
      {u"se", u".", joined_before | sign_behind},
  }));
  const std::u16string link = u"{{afmeld}}";
  const auto start = static_cast<std::uint32_t>(row.before.size());
  CAPTURE(row.before.size(), row.behind.size(), row.beside);
  CHECK(beside_link(row.before + link + row.behind, {start, start + 10}) == row.beside);
}
