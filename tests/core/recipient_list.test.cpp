#include "klikspor/recipient_list.hpp"

#include <catch2/catch.hpp>
#include <random>

#include "klikspor/csv.hpp"

using namespace klikspor;

namespace {

using Row = std::vector<std::u16string>;

RecipientList list_of(std::vector<std::u16string> columns, const std::vector<Row>& rows) {
  RecipientList list(std::move(columns));
  std::u16string text;
  std::vector<std::uint32_t> lengths;
  for (const auto& row : rows) {
    for (const auto& value : row) {
      text += value;
      lengths.push_back(static_cast<std::uint32_t>(value.size()));
    }
  }
  REQUIRE(list.append(text, lengths));
  return list;
}

MessageOptions brand() {
  MessageOptions options;
  options.link_prefix = u"s.barnetsverden.dk/";
  return options;
}

}  // namespace

TEST_CASE("a list plan says what everybody gets, and who gets most and least", "[recipient_list]") {
  const auto list = list_of({u"mobil", u"navn"}, {{u"1", u"Åse"}, {u"2", u" "}, {u"3", u"Zoë"}, {u"4", u"Mette"}});
  const Template templ = read_template(
      u"Kære {{navn}}, du har nu adgang for alle andre: www.barnetsverden.dk/pages/du-har-adgang Afmeld: {{afmeld}}");
  const ListPlan plan = list.plan(templ, brand());
  CHECK(plan.recipients == 4);
  CHECK(plan.segments_total == 5);
  CHECK(plan.recipients_by_segments == std::vector<std::uint32_t>{0, 3, 1});
  CHECK(plan.ucs2 == 1);
  CHECK(plan.first_ucs2 == 2);
  CHECK(plan.longest == 2);
  CHECK(plan.shortest == 1);
  REQUIRE(plan.empty_fields.size() == 1);
  CHECK(plan.empty_fields[0].name == u"navn");
  CHECK(plan.empty_fields[0].recipients == 1);
  CHECK(plan.empty_fields[0].first == 1);
  CHECK(list.value(1, 1).empty());
}

TEST_CASE("an empty list and a template without fields plan too", "[recipient_list]") {
  const auto none = list_of({u"navn"}, {});
  CHECK(none.plan(read_template(u"Hej {{navn}}"), {}).longest == no_recipient);
  const auto two = list_of({u"navn"}, {{u"a"}, {u"b"}});
  CHECK(two.plan(read_template(u""), {}).recipients_by_segments == std::vector<std::uint32_t>{2});
  CHECK(two.plan(read_template(u"Hej"), {}).recipients_by_segments == std::vector<std::uint32_t>{0, 2});
  const auto plan = two.plan(read_template(u"{{ukendt|x}}{{ukendt}}"), {});
  CHECK(plan.empty_fields.size() == 1);
  CHECK(plan.empty_fields[0].recipients == 2);
}

TEST_CASE("the plan of a list is the plan of each of its finished messages", "[recipient_list]") {
  std::mt19937 random(7);
  const auto pick = [&random](std::size_t below) { return static_cast<std::size_t>(random() % below); };
  const std::vector<std::u16string> pieces = {u"Hej ",
                                              u"{{a}}",
                                              u"{{b|fallback€}}",
                                              u"{{a:3}}",
                                              u"{{b:5|ł}}",
                                              u"€",
                                              u"[]",
                                              u"\xD83D\xDE00",
                                              u"ł",
                                              u"brand.dk/x ",
                                              u" {{afmeld}} ",
                                              u"\xD83D",
                                              u"\xDE00",
                                              u"en længere tekst som fylder noget mere ",
                                              u"{{c}}"};
  const std::vector<std::u16string> values = {
      u"",       u"Åse",          u"Zoë", u"€€", u"\xD83D\xDE00\xD83D\xDE00", u"\xD83D",
      u"\xDE00", u"Anne Marie ]", u"x",   u"  ", std::u16string(70, u'k')};
  for (int round = 0; round < 3000; ++round) {
    std::u16string text;
    const std::size_t kinds = 2 + pick(pieces.size() - 1);
    for (std::size_t i = pick(24); i > 0; --i) text += pieces[pick(kinds)];
    std::vector<Row> rows;
    for (std::size_t i = 1 + pick(4); i > 0; --i)
      rows.push_back({values[pick(values.size())], values[pick(values.size())]});
    const auto list = list_of({u"a", u"b"}, rows);

    MessageOptions options = brand();
    options.width = pick(2) == 0 ? 8 : 9;
    options.segments.reference_bits = pick(2) == 0 ? 8 : 16;
    options.segments.border = static_cast<Border>(pick(3));
    options.segments.force_ucs2 = pick(5) == 0;
    options.segments.ports = static_cast<Ports>(pick(3));
    if (pick(6) == 0) options.segments.tables = NationalTables{1, static_cast<std::uint8_t>(pick(2))};
    if (pick(6) == 0) options.segments.allowed_single = 0x3FFF;

    const Template templ = read_template(text);
    const ListPlan plan = list.plan(templ, options);
    std::vector<std::uint32_t> by_segments;
    std::uint32_t ucs2 = 0;
    std::uint64_t total = 0;
    SegmentPlan longest;
    for (std::uint32_t row = 0; row < list.size(); ++row) {
      const auto single = plan_segments(list.render(row, templ, options).text, options.segments);
      if (single.segments >= by_segments.size()) by_segments.resize(single.segments + 1);
      ++by_segments[single.segments];
      total += single.segments;
      ucs2 += single.encoding == Encoding::ucs2 ? 1 : 0;
      if (single.segments > longest.segments ||
          (single.segments == longest.segments && single.units_used > longest.units_used)) {
        longest = single;
      }
    }
    REQUIRE(plan.recipients_by_segments == by_segments);
    REQUIRE(plan.segments_total == total);
    REQUIRE(plan.ucs2 == ucs2);
    const auto told = plan_segments(list.render(plan.longest, templ, options).text, options.segments);
    REQUIRE(told.segments == longest.segments);
    REQUIRE(told.units_used == longest.units_used);
  }
}

TEST_CASE("finished messages come out as CSV lines", "[recipient_list]") {
  const auto list =
      list_of({u"mobil", u"navn"}, {{u"+4521000001", u"Søren; \"S\""}, {u"+4521000002", u"=HYPERLINK(1)"}});
  const Template templ = read_template(u"{{navn}} brand.dk");
  const std::uint32_t columns[] = {0};
  std::string out;
  list.render_csv(0, 2, templ, {u"s.x.dk/", 8, {}, {}}, "2222222233333333", ';', columns, out);
  CHECK(out ==
        "+4521000001;\"Søren; \"\"S\"\" s.x.dk/22222222\";1;GSM-7\r\n"
        "+4521000002;'=HYPERLINK(1) s.x.dk/33333333;1;GSM-7\r\n");
}

TEST_CASE("a CSV field is quoted where it must be and defused where a spreadsheet would compute it", "[csv]") {
  const auto [field, written] = GENERATE(table<std::string, std::string>({{"", ""},
                                                                          {"Hej", "Hej"},
                                                                          {"a;b", "\"a;b\""},
                                                                          {"a,b", "a,b"},
                                                                          {"a\"b", "\"a\"\"b\""},
                                                                          {"a\nb", "\"a\nb\""},
                                                                          {"=1+1", "'=1+1"},
                                                                          {"@SUM(A1)", "'@SUM(A1)"},
                                                                          {"\tx", "'\tx"},
                                                                          {"+4512345678", "+4512345678"},
                                                                          {"+45 12 34 (56) 78", "+45 12 34 (56) 78"},
                                                                          {"-20", "-20"},
                                                                          {"-2+3", "'-2+3"},
                                                                          {"- 20% i dag", "'- 20% i dag"},
                                                                          {"+", "'+"},
                                                                          {"-1|cmd", "'-1|cmd"},
                                                                          {"=a;b", "\"'=a;b\""}}));
  std::string out;
  append_csv_field(out, field, ';');
  CHECK(out == written);
}
