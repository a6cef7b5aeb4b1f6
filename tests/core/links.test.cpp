#include "klikspor/links.hpp"

#include <fstream>
#include <string>
#include <vector>

#include "catch2.hpp"
#include "klikspor/message.hpp"
#include "klikspor/misspelled_schemes.hpp"
#include "random.hpp"
#include "tsv.hpp"
#include "unescaped.hpp"

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
      {u"https:// alene, https//www.shop.dk", {}},
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
      {u"x-brand.dk .brand.dk ..brand.dk", {u"x-brand.dk", u"brand.dk"}},
  }));
  CAPTURE(row.links.size());
  std::vector<std::u16string> found;
  for (const auto& link : find_links(row.text)) found.push_back(row.text.substr(link.start, link.end - link.start));
  CHECK(found == row.links);
}

namespace {

/// A text of tests/data/links.tsv without its marks, and the links that they stand around.
struct MarkedText {
  std::u16string text;
  std::vector<FoundLink> links;
};

MarkedText read_marks(const std::u16string& marked) {
  MarkedText read;
  for (const char16_t c : marked) {
    const auto here = static_cast<std::uint32_t>(read.text.size());
    if (c == u'⟦') {
      read.links.push_back({here, here});
    } else if (c == u'⟧') {
      read.links.back().end = here;
    } else {
      read.text.push_back(c);
    }
  }
  return read;
}

}  // namespace

TEST_CASE("links begin and end where the table says", "[links]") {
  const auto rows = read_tsv("links.tsv");
  CHECK(rows.size() > 35);
  for (const auto& row : rows) {
    CAPTURE(row[0]);
    REQUIRE(row.size() == 2);
    CHECK_FALSE(row[1].empty());
    const auto [text, links] = read_marks(unescaped(row[0]));
    const auto found = find_links(text);
    CHECK(found == links);
  }
}

TEST_CASE("what is no link of a text stands in its message unit for unit", "[links][message]") {
  std::vector<std::u16string> pieces = {u"https://brand.dk/",
                                        u"www.shop.dk",
                                        u"my_shop.brand.dk",
                                        u"http:",
                                        u" ",
                                        u"\n",
                                        u"_",
                                        u"'",
                                        u"…",
                                        u"•",
                                        u"–",
                                        u"网址",
                                        u"：",
                                        u"é",
                                        u".Vi",
                                        u"ø",
                                        u"\uFE0F",
                                        u"\u202C",
                                        u"\u200E",
                                        u"\u2060",
                                        u"\u00AD",
                                        u"\u200D",
                                        u"(",
                                        u")",
                                        u"🎉",
                                        u"1️⃣",
                                        u"\xD83D",
                                        u"\xDE00",
                                        u"@",
                                        u"+",
                                        u"/x",
                                        u"%",
                                        u"\""};
  for (const auto& row : read_tsv("links.tsv")) pieces.push_back(read_marks(unescaped(row[0])).text);
  Random random(19);
  for (int round = 0; round < 5000; ++round) {
    std::u16string text;
    for (auto more = random() % 8; more-- > 0;) text += pieces[random() % pieces.size()];
    const Template templ = read_template(text);
    const std::u16string prefix = u"s.brand.dk/";
    const std::string slugs(std::size_t{templ.links_in_message} * 8, 'B');
    const Message message = render_message(templ, {}, {prefix, 8, slugs});
    // What stands between the links, in the text and in the message.
    std::u16string written;
    std::u16string sent;
    std::uint32_t in_text = 0;
    std::uint32_t in_message = 0;
    std::size_t part = 0;
    for (const TemplateLink& link : templ.links) {
      written += text.substr(in_text, link.start - in_text);
      in_text = link.end;
      REQUIRE(part < message.parts.size());
      sent += message.text.substr(in_message, message.parts[part].start - in_message);
      in_message = message.parts[part++].end;
    }
    REQUIRE(part == message.parts.size());
    CHECK(sent + message.text.substr(in_message) == written + text.substr(in_text));
  }
}

TEST_CASE("hosts with any other ending are overlooked, and nothing that is a link or none", "[links]") {
  struct Row {
    std::u16string text;
    std::vector<std::u16string> hosts;
  };
  const auto row = GENERATE(values<Row>({
      {u"", {}},
      {u"Se brand.boutique/x her", {u"brand.boutique"}},
      {u"Se BRAND.FASHION og shop.brand.salon.", {u"BRAND.FASHION", u"shop.brand.salon"}},
      {u"Husk.gratis levering", {u"Husk.gratis"}},
      {u"børnetøj.boutique b\u00F8rn.zw x-y.aaa", {u"børnetøj.boutique", u"børn.zw", u"x-y.aaa"}},
      {u"brand.travelersinsurance BRAND.SANDVIKCOROMANT", {u"brand.travelersinsurance", u"BRAND.SANDVIKCOROMANT"}},
      {u"(brand.boutique) »brand.boutique« brand.boutique?x",
       {u"brand.boutique", u"brand.boutique", u"brand.boutique"}},
      // Links are found as such; names, numbers, e-mail addresses and sentences are none.
      {u"Se brand.dk/x og www.brand.boutique/x og https://brand.boutique/x", {}},
      {u"https://brand.dk/brand.boutique brand.dk/brand.boutique", {}},
      {u"Skriv til info@brand.boutique, eller bo.boutique@brand.dk", {}},
      {u"Hej.Gratis levering i dag. kl.9.30, bl.a. til node.js og f.eks. o.s.v.", {}},
      {u"brand.Boutique brand.bOUTIQUE brand.boutiqué", {}},
      {u"{{butik.boutique}} {{navn|a.boutique}} {{navn}}.brand.dk/x {{navn}}.brand.boutique", {}},
      {u"{{navn}}brand.boutique", {u"brand.boutique"}},
      {u"xbrand.boutiquez brand.boutique-x brand.boutique.xyzzy a.b a.aaaaaaaaaaaaaaaaaaaaaaaaa", {}},
      {u"_brand.boutique -brand.boutique .brand.boutique /brand.boutique @brand.boutique", {}},
  }));
  CAPTURE(row.text.size());
  std::vector<std::u16string> found;
  for (const auto& host : find_overlooked_links(row.text)) {
    found.push_back(row.text.substr(host.start, host.end - host.start));
  }
  CHECK(found == row.hosts);
}

TEST_CASE("every ending of the data makes a host that is a link or an overlooked one", "[links]") {
  std::ifstream data(KLIKSPOR_CORE_DATA "/top-level-domains.txt");
  std::size_t links = 0;
  std::size_t others = 0;
  for (std::string row; std::getline(data, row);) {
    if (row.empty() || row[0] == '#') continue;
    const bool marked = row.find(" link") != std::string::npos;
    const std::string ending = row.substr(0, row.find(' '));
    CAPTURE(row);
    for (const std::string& host : {"brand." + ending, "brand." + ending + ". Og"}) {
      const std::u16string text(host.begin(), host.end());
      const std::vector<FoundLink> whole{{0, static_cast<std::uint32_t>(6 + ending.size())}};
      const std::vector<FoundLink> none;
      CHECK(find_links(text) == (marked ? whole : none));
      CHECK(find_overlooked_links(text) == (marked ? none : whole));
    }
    // Wrapped in the casing that ends sentences it is neither.
    std::u16string sentence = u"brand.";
    sentence.append(ending.begin(), ending.end());
    sentence[6] = static_cast<char16_t>(sentence[6] - 32);
    CHECK(find_links(sentence).empty());
    CHECK(find_overlooked_links(sentence).empty());
    ++(marked ? links : others);
  }
  CHECK(links == 62);
  CHECK(links + others > 1200);
}

TEST_CASE("an unclosed merge field and lone surrogates end the search for links without harm", "[links]") {
  CHECK(find_links(u"brand.dk/{{navn").size() == 1);
  CHECK(find_links(std::u16string(u"\xD800 brand.dk/\xDC00")).size() == 1);
  CHECK(find_links(std::u16string(100000, u'{')).empty());
  CHECK(find_overlooked_links(u"brand.boutique{{navn").size() == 1);
  std::u16string hosts;
  for (int i = 0; i < 100000; ++i) hosts += u"a.zz ";
  CHECK(find_overlooked_links(hosts).empty());
  // Each takes minutes when a run is counted anew for every sign of it.
  for (const char16_t sign : {u')', u']', u'}', u'.', u'(', u'{', u'\'', u'_', u'|'}) {
    CHECK(find_links(u"https://brand.dk/a" + std::u16string(400000, sign)).size() == 1);
  }
  // And each of these when what begins anew goes through all that stands behind it.
  for (const std::u16string_view piece : {u"网.a", u"a.dk+", u"https:", u"a_", u"http/", u"'*", u"a.", u"é"}) {
    std::u16string text;
    for (int i = 0; i < 60000; ++i) text += piece;
    CHECK(find_links(text + u" shop.dk").size() == (piece == u"a.dk+" ? 60001U : 1U));
    CHECK(find_misspelled_schemes(text).empty());
    CHECK(find_overlooked_links(text).empty());
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
