#include "klikspor/message.hpp"

#include "catch2.hpp"

using namespace klikspor;

namespace {
const std::u16string field_case =
    u"Kære {{navn}}, du har nu adgang for alle andre: www.barnetsverden.dk/pages/du-har-adgang-for-alle-andre Afmeld: "
    u"{{afmeld}}";
constexpr ShortLinks two_links{u"s.barnetsverden.dk/", 8, "Xk7Rm2PqBCDFGHJK"};
}  // namespace

TEST_CASE("the case from the field has one merge field and two short links", "[message]") {
  const Template templ = read_template(field_case);
  REQUIRE(templ.fields.size() == 1);
  CHECK(templ.fields[0].name == u"navn");
  REQUIRE(templ.links.size() == 2);
  CHECK(templ.links[0].kind == LinkKind::destination);
  CHECK(templ.links[1].kind == LinkKind::opt_out);
  CHECK(templ.links[1].link == 1);
  CHECK(templ.links_in_message == 2);
  CHECK(templ.problems.empty());

  const std::u16string_view value = u"Åse";
  const Message message = render_message(templ, {&value, 1}, two_links);
  CHECK(message.text ==
        u"Kære Åse, du har nu adgang for alle andre: s.barnetsverden.dk/Xk7Rm2Pq Afmeld: s.barnetsverden.dk/BCDFGHJK");
  REQUIRE(message.parts.size() == 3);
  CHECK(message.text.substr(message.parts[0].start, message.parts[0].end - message.parts[0].start) == u"Åse");
  CHECK(message.parts[2].kind == PartKind::opt_out);
  CHECK(message.parts[2].end == message.text.size());
}

TEST_CASE("a merge field has a name, and may have a fallback and a longest value", "[message]") {
  struct Row {
    std::u16string text, name, fallback;
    std::uint32_t max_length;
  };
  const auto row = GENERATE(values<Row>({{u"{{navn}}", u"navn", u"", 0},
                                         {u"{{ for navn }}", u"for navn", u"", 0},
                                         {u"{{navn|kunde}}", u"navn", u"kunde", 0},
                                         {u"{{navn | kære kunde }}", u"navn", u"kære kunde", 0},
                                         {u"{{navn:12}}", u"navn", u"", 12},
                                         {u"{{navn:12|a|b}}", u"navn", u"a|b", 12},
                                         {u"{{a:b:1000}}", u"a:b", u"", 1000},
                                         {u"{{afmeld|x}}", u"afmeld", u"x", 0}}));
  const Template templ = read_template(row.text);
  REQUIRE(templ.fields.size() == 1);
  CHECK(templ.fields[0].name == row.name);
  CHECK(templ.fields[0].fallback == row.fallback);
  CHECK(templ.fields[0].max_length == row.max_length);
}

TEST_CASE("the opt-out link is known in Danish and English and in any case", "[message]") {
  const auto text = GENERATE(as<std::u16string>{}, u"{{afmeld}}", u"{{optout}}", u"{{ Afmeld }}", u"{{OPTOUT}}");
  const Template templ = read_template(text);
  REQUIRE(templ.links.size() == 1);
  CHECK(templ.links[0].kind == LinkKind::opt_out);
}

TEST_CASE("what is wrong with a template is told, and stays text", "[message]") {
  struct Row {
    std::u16string text;
    Errc error;
    std::uint32_t start, end;
  };
  const auto row = GENERATE(values<Row>({{u"Hej {{navn", Errc::merge_field_unclosed, 4, 6},
                                         {u"{{a\n}}", Errc::merge_field_unclosed, 0, 2},
                                         {u"a{{}}", Errc::merge_field_empty, 1, 5},
                                         {u"{{ |x}}", Errc::merge_field_empty, 0, 7},
                                         {u"{{a:0}}", Errc::merge_field_length, 0, 7},
                                         {u"{{a:1001}}", Errc::merge_field_length, 0, 10},
                                         {u"{{a:x}}", Errc::merge_field_length, 0, 7},
                                         {u"se brand.dk/{{navn}}!", Errc::merge_field_in_link, 3, 20},
                                         {u"brand.dk/{{afmeld}}", Errc::merge_field_in_link, 0, 19}}));
  const Template templ = read_template(row.text);
  REQUIRE(templ.problems.size() == 1);
  CHECK(name_of(templ.problems[0].error) == name_of(row.error));
  CHECK(templ.problems[0].start == row.start);
  CHECK(templ.problems[0].end == row.end);
}

TEST_CASE("a value is cut at a code point, and an empty one gives way to the fallback", "[message]") {
  TemplateField field;
  field.fallback = u"kunde";
  CHECK(value_or_fallback(field, u"") == u"kunde");
  CHECK(value_or_fallback(field, u"Åse") == u"Åse");
  field.max_length = 3;
  CHECK(value_or_fallback(field, u"Søren") == u"Sør");
  CHECK(value_or_fallback(field, u"ab\xD83D\xDE00") == u"ab");
  CHECK(value_or_fallback(field,
                          u"a\xD83D\xDE00"
                          u"b") == u"a\xD83D\xDE00");
  CHECK(trimmed(u" \t Anne Marie \xA0") == u"Anne Marie");
}

TEST_CASE("a link that is kept stays as written and takes no slug", "[message]") {
  const std::uint32_t keep[] = {0};
  const Template templ = read_template(u"a.dk b.dk {{afmeld}}", keep);
  CHECK(templ.links_in_message == 2);
  CHECK(render_message(templ, {}, {u"s.x.dk/", 8, "22222222BBBBBBBB"}).text == u"a.dk s.x.dk/22222222 s.x.dk/BBBBBBBB");
}

TEST_CASE("a field finds its column by name, then in any case", "[message]") {
  const std::u16string columns[] = {u"mobil", u" Navn ", u"navn"};
  CHECK(column_of(u"navn", columns) == 2);
  CHECK(column_of(u"NAVN", columns) == 1);
  CHECK(column_of(u"alder", columns) == -1);
}

TEST_CASE("of columns that go by one name the exact one comes first, then the first", "[message]") {
  const std::u16string columns[] = {u"ØNSKE", u"\uFEFFNavn", u"navn", u"ønske", u"NAVN ", u"navn"};
  const auto of = [&](std::u16string_view field) { return columns_of(field, columns); };
  using Columns = std::vector<std::int32_t>;
  CHECK(of(u"navn") == Columns{2, 1, 4, 5});
  CHECK(of(u"NAVN") == Columns{4, 1, 2, 5});
  CHECK(of(u"nAvn") == Columns{1, 2, 4, 5});
  CHECK(of(u"Ønske") == Columns{0, 3});
  CHECK(of(u"O\u0338nske").empty());
  CHECK(of(u"alder").empty());
  for (const auto* field : {u"navn", u"NAVN", u"nAvn", u"Ønske"}) CHECK(column_of(field, columns) == of(field).front());
}

TEST_CASE("the opt-out link goes by its names as fields do, and a field whose name shows nothing has none",
          "[message]") {
  for (const auto* text : {u"{{AFMELD}}", u"{{ afmeld\u200B }}", u"{{\u00A0OptOut}}"}) {
    const Template templ = read_template(text);
    REQUIRE(templ.links.size() == 1);
    CHECK(templ.links[0].kind == LinkKind::opt_out);
  }
  const Template templ = read_template(u"{{\u200B}}");
  REQUIRE(templ.problems.size() == 1);
  CHECK(templ.problems[0].error == Errc::merge_field_empty);
}

TEST_CASE("a scheme that begins no link is a problem where it stands, and no other sign is", "[message]") {
  struct Row {
    std::u16string text;
    std::vector<std::u16string> problems;
  };
  const auto row = GENERATE(values<Row>({
      {u"se https://brand.dk/x?u=http://a.dk nu http://b.dk", {}},
      {u"{{navn}}https://brand.dk ftp://a.dk shttp:/a.dk ://", {}},
      {u"https://{{butik}}.dk/x", {}},
      {u"sehttps://brand.dk/x", {u"https://"}},
      {u"se nuHTTP://brand.dk og 4https://b.dk", {u"HTTP://", u"https://"}},
      {u"brand.dk sehttps://brand.dk brand.dk", {u"https://"}},
      {u"info@https://brand.dk", {u"https://"}},
      {u"skriv https:// foran", {u"https://"}},
      {u"http://", {u"http://"}},
  }));
  CAPTURE(row.text.size());
  std::vector<std::u16string> found;
  std::uint32_t last = 0;
  for (const auto& problem : read_template(row.text).problems) {
    CHECK(problem.start >= last);
    last = problem.start;
    if (problem.error == Errc::link_joined)
      found.push_back(row.text.substr(problem.start, problem.end - problem.start));
  }
  CHECK(found == row.problems);
}
