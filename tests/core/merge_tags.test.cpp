#include "klikspor/merge_tags.hpp"

#include <algorithm>
#include <string>

#include "catch2.hpp"

using namespace klikspor;

namespace {
const std::vector<std::u16string> columns{u"mobil", u"navn", u"By", u"ØNSKE", u"first_name"};

std::vector<ForeignTag> tags_in(std::u16string_view text, const std::vector<std::u16string>& names = columns) {
  return find_foreign_tags(read_template(text), names);
}

/// The text with what the tags say to write instead.
std::u16string mended(std::u16string text, const std::vector<std::u16string>& names = columns) {
  auto tags = tags_in(text, names);
  std::reverse(tags.begin(), tags.end());
  for (const ForeignTag& tag : tags) text.replace(tag.start, tag.end - tag.start, tag.text);
  return text;
}
}  // namespace

TEST_CASE("a tag around the name of a column is written as a merge field", "[merge_tags]") {
  const auto [text, written] = GENERATE(table<std::u16string, std::u16string>({
      {u"Hej {navn}!", u"Hej {{navn}}!"},
      {u"Hej { navn }!", u"Hej {{navn}}!"},
      {u"Hej [navn]!", u"Hej {{navn}}!"},
      {u"Hej [[navn]]!", u"Hej {{navn}}!"},
      {u"Hej [%navn%]!", u"Hej {{navn}}!"},
      {u"Hej %navn%!", u"Hej {{navn}}!"},
      {u"Hej %%navn%%!", u"Hej {{navn}}!"},
      {u"Hej %FIRST_NAME%!", u"Hej {{first_name}}!"},
      {u"Hej #navn#!", u"Hej {{navn}}!"},
      {u"Hej ##navn##!", u"Hej {{navn}}!"},
      {u"Hej *|NAVN|*!", u"Hej {{navn}}!"},
      {u"Hej ${navn}!", u"Hej {{navn}}!"},
      {u"Hej #{navn}!", u"Hej {{navn}}!"},
      {u"Hej %{navn}!", u"Hej {{navn}}!"},
      {u"Hej {$navn}!", u"Hej {{navn}}!"},
      {u"Hej {!Contact.navn}!", u"Hej {{navn}}!"},
      {u"Hej {%navn%}!", u"Hej {{navn}}!"},
      {u"Hej <navn>!", u"Hej {{navn}}!"},
      {u"Hej <<navn>>!", u"Hej {{navn}}!"},
      {u"Hej «navn»!", u"Hej {{navn}}!"},
      {u"Hej @@navn@@!", u"Hej {{navn}}!"},
      {u"Hej $navn$!", u"Hej {{navn}}!"},
      {u"Hej [contact.navn]!", u"Hej {{navn}}!"},
      {u"Hej {{{navn}}}!", u"Hej {{navn}}!"},
      {u"Hej {{{ navn }}}!", u"Hej {{navn}}!"},
      {u"Hej {{${navn}}}!", u"Hej {{navn}}!"},
      {u"Hej {{ contact.navn }}!", u"Hej {{navn}}!"},
      {u"Hej {{$navn}}!", u"Hej {{navn}}!"},
      {u"Hej {{ contact.navn | default: 'du' | upcase }}!", u"Hej {{navn|du}}!"},
      // As the column is called.
      {u"[BY] {ønske} %O\u0308nske%", u"{{By}} {{ØNSKE}} %O\u0308nske%"},
      {u"[navn|kunde] {navn:12} [navn:12|kunde]", u"{{navn|kunde}} {{navn:12}} {{navn:12|kunde}}"},
      // One brace too few.
      {u"Hej {navn}} og {navn|du}}!", u"Hej {{navn}} og {{navn|du}}!"},
      // All of them, beside fields and links of ours.
      {u"{{navn}} [navn] {{by}}[navn]{{afmeld}}[by] {{afmeld}}",
       u"{{navn}} {{navn}} {{by}}{{navn}}{{afmeld}}{{By}} {{afmeld}}"},
      {u"[navn][navn]", u"{{navn}}{{navn}}"},
  }));
  CHECK(mended(text) == written);
  // What was written is a field, and nothing is left to say of it.
  CHECK(tags_in(mended(text)).empty());
}

TEST_CASE("what is no tag stays as it is", "[merge_tags]") {
  const auto text =
      GENERATE(as<std::u16string>{}, u"", u"Hej {{navn}} {{ By }} {{NAVN|kunde}}",
               u"[pris] {ord} #udsalg# «nyt» <3 <<NYHED>> [[NU]]", u"20 % navn % by", u"20% navn, 30% by", u"#navn #by",
               u"# navn #", u"$5 navn $7", u"100% #1", u"{{navn", u"{navn}}}", u"{{navn}", u"[navn", u"navn]", u"[]",
               u"{}", u"{ }", u"%%", u"##", u"<>", u"[nav\nn]", u"[navn navn]", u"{{pris}}", u"{{kære ven}}",
               u"{{ contact.pris }}", u"{{#if navn}}", u"{{navn|du}} {{navn|a|b}}", u"{{navn | default: 'du'}}",
               u"{{navn | truncate: 12}}", u"{{afmeld}} {{optout}}");
  CHECK(tags_in(text).empty());
}

TEST_CASE("a tag that can be nothing else is told without its column, and without a list", "[merge_tags]") {
  const auto [text, written] = GENERATE(table<std::u16string, std::u16string>({
      {u"Hi *|FNAME|*!", u"Hi {{FNAME}}!"},
      {u"Hi {{{fornavn}}}!", u"Hi {{fornavn}}!"},
      {u"Hi {{${fornavn} | default: 'du'}}!", u"Hi {{fornavn|du}}!"},
      {u"Hi ${fornavn}!", u"Hi {{fornavn}}!"},
      {u"Hi {!fornavn}!", u"Hi {{fornavn}}!"},
      {u"Hi %%fornavn%%!", u"Hi {{fornavn}}!"},
      {u"{{{afmeld}}}", u"{{afmeld}}"},
      {u"{afmeld} [optout] %AFMELD% #optout#", u"{{afmeld}} {{afmeld}} {{afmeld}} {{afmeld}}"},
      {u"*|UNSUB|* [unsubscribe] {unsubscribe_url}", u"{{afmeld}} {{afmeld}} {{afmeld}}"},
      {u"{{unsubscribe_link}} {{unsubscribe}} {afmeld}}", u"{{afmeld}} {{afmeld}} {{afmeld}}"},
      {u"{{afmeld|x}} {{optout:3}} {{ afmeld | upcase }}", u"{{afmeld}} {{afmeld}} {{afmeld}}"},
      // Nothing here says the same.
      {u"*|IF:FNAME|*", u""},
      {u"{% if navn %}", u""},
      {u"{% endif %}{% else %}", u""},
      {u"{%- endif -%}", u""},
      {u"*|END:IF|*", u""},
  }));
  CHECK(mended(text) == written);
  CHECK(mended(text, {}) == written);
  CHECK(tags_in(text, {}).front().column == -1);
}

TEST_CASE("a tag writes another sign between the words of a column's name", "[merge_tags]") {
  const std::vector<std::u16string> names{u"First Name", u"last_name", u"post-nr", u"post_nr"};
  CHECK(mended(u"{first_name} [Last Name] *|FIRST-NAME|*", names) == u"{{First Name}} {{last_name}} {{First Name}}");
  CHECK(mended(u"{{contact.first_name}}", names) == u"{{First Name}}");
  // The very name comes first.
  CHECK(mended(u"{post_nr} {post-nr} {post nr}", names) == u"{{post_nr}} {{post-nr}} {{post-nr}}");
  CHECK(tags_in(u"{firstname} {first__name} [first]", names).empty());
}

TEST_CASE("a column keeps what other tools call their opt-out", "[merge_tags]") {
  CHECK(mended(u"{unsubscribe} {{unsub}}", {u"unsubscribe", u"unsub"}) == u"{{unsubscribe}} {{unsub}}");
  CHECK(mended(u"{afmeld} {{afmeld}}", {u"afmeld"}) == u"{{afmeld}} {{afmeld}}");
}

TEST_CASE("without a list nobody knows whether other signs are a tag", "[merge_tags]") {
  CHECK(tags_in(u"[navn] {navn} %navn% #navn# <navn> {{ contact.navn }}", {}).empty());
}

TEST_CASE("a column is told by its place, and the tag by its own", "[merge_tags]") {
  const auto tags = tags_in(u"Hej [by] {{navn|upcase}}");
  REQUIRE(tags.size() == 2);
  CHECK(tags[0].kind == ForeignKind::tag);
  CHECK(tags[0].start == 4);
  CHECK(tags[0].end == 8);
  CHECK(tags[0].column == 2);
  CHECK(tags[1].kind == ForeignKind::filter);
  CHECK(tags[1].start == 9);
  CHECK(tags[1].column == 1);
  CHECK(tags[1].text == u"{{navn}}");
}

TEST_CASE("a fallback that would be read as a filter once its brace is gone is written by nobody", "[merge_tags]") {
  const auto tags = tags_in(u"Hej {{navn | vis: 'a'} | upcase}}");
  REQUIRE(tags.size() == 1);
  CHECK(tags[0].kind == ForeignKind::filter);
  CHECK(tags[0].text.empty());
}

TEST_CASE("filters of other tools are understood or told, and never a fallback", "[merge_tags]") {
  struct Row {
    std::u16string inside;
    std::u16string fallback;
    std::uint32_t max_length;
    bool has_filters;
    std::u16string written;
  };
  const auto row = GENERATE(values<Row>({
      {u"navn | default: 'kunde'", u"kunde", 0, false, u"{{navn|kunde}}"},
      {u"navn|default:\"kunde\"", u"kunde", 0, false, u"{{navn|kunde}}"},
      {u"navn | default: kunde", u"kunde", 0, false, u"{{navn|kunde}}"},
      {u"navn | default: ’kære kunde’", u"kære kunde", 0, false, u"{{navn|kære kunde}}"},
      {u"navn | default: “l’ami”", u"l’ami", 0, false, u"{{navn|l’ami}}"},
      {u"navn | default: 'l'ami'", u"l'ami", 0, false, u"{{navn|l'ami}}"},
      {u"navn | default('kunde')", u"kunde", 0, false, u"{{navn|kunde}}"},
      {u"navn | Default: 'kunde'", u"kunde", 0, false, u"{{navn|kunde}}"},
      {u"navn | default: 'a|b'", u"a|b", 0, false, u"{{navn|a|b}}"},
      {u"navn | default: 'du', allow_false: true", u"du", 0, false, u"{{navn|du}}"},
      {u"navn | default: ''", u"", 0, false, u"{{navn}}"},
      {u"navn | truncate: 12", u"", 12, false, u"{{navn:12}}"},
      {u"navn | truncate: 12, ''", u"", 12, false, u"{{navn:12}}"},
      {u"navn:5 | truncate: 12", u"", 5, false, u"{{navn:5}}"},
      {u"navn | truncate: 0", u"", 0, true, u"{{navn}}"},
      {u"navn | capitalize", u"", 0, true, u"{{navn}}"},
      {u"navn|upcase", u"", 0, true, u"{{navn}}"},
      {u"navn | downcase", u"", 0, true, u"{{navn}}"},
      {u"navn | title", u"", 0, true, u"{{navn}}"},
      {u"navn | default", u"", 0, true, u"{{navn}}"},
      {u"navn | upcase | default: 'kunde' | truncate: 9", u"kunde", 9, true, u"{{navn:9|kunde}}"},
      {u"navn|kunde|capitalize", u"kunde", 0, true, u"{{navn|kunde}}"},
      {u"navn | replace: 'a', 'b'", u"", 0, true, u"{{navn}}"},
      {u"navn | date: \"%d/%m\"", u"", 0, true, u"{{navn}}"},
      // Fallbacks.
      {u"navn|kunde", u"kunde", 0, false, u"{{navn|kunde}}"},
      {u"navn | kære kunde ", u"kære kunde", 0, false, u"{{navn|kære kunde}}"},
      {u"navn|a|b", u"a|b", 0, false, u"{{navn|a|b}}"},
      {u"navn|kl: 12", u"kl: 12", 0, false, u"{{navn|kl: 12}}"},
      {u"navn|(ukendt)", u"(ukendt)", 0, false, u"{{navn|(ukendt)}}"},
      {u"navn|ven (kær)", u"ven (kær)", 0, false, u"{{navn|ven (kær)}}"},
      {u"navn|'du'", u"'du'", 0, false, u"{{navn|'du'}}"},
      {u"navn|upcase nu", u"upcase nu", 0, false, u"{{navn|upcase nu}}"},
      {u"navn|", u"", 0, false, u"{{navn}}"},
      {u"navn||", u"|", 0, false, u"{{navn||}}"},
  }));
  const std::u16string text = u"{{" + row.inside + u"}}";
  const Template templ = read_template(text);
  REQUIRE(templ.fields.size() == 1);
  CHECK(templ.fields[0].name == u"navn");
  CHECK(templ.fields[0].fallback == row.fallback);
  CHECK(templ.fields[0].max_length == row.max_length);
  CHECK(templ.fields[0].has_filters == row.has_filters);
  const auto tags = find_foreign_tags(templ, columns);
  CHECK(tags.size() == (row.has_filters ? 1 : 0));
  if (!tags.empty()) CHECK(tags[0].text == row.written);
  // What is written instead is read the same, but for the filters.
  const Template again = read_template(row.written);
  REQUIRE(again.fields.size() == 1);
  CHECK(again.fields[0].fallback == row.fallback);
  CHECK(again.fields[0].max_length == row.max_length);
  CHECK_FALSE(again.fields[0].has_filters);
}

TEST_CASE("signs in any number and any list are looked through in time", "[merge_tags]") {
  std::vector<std::u16string> names;
  for (int i = 0; i < 1000; ++i) names.push_back(u"kolonne " + std::u16string(1, static_cast<char16_t>(0x4E00 + i)));
  for (const auto* sign : {u"%", u"#", u"{", u"[", u"<", u"$", u"*|", u"{{", u"}}", u"{{{", u"%a", u"{{a|'", u"{a}"}) {
    std::u16string text;
    while (text.size() < 5000) text += sign;
    CHECK(tags_in(text, names).size() <= text.size());
  }
}
