#include "klikspor/recipient_list.hpp"

#include <random>

#include "catch2.hpp"
#include "klikspor/csv.hpp"
#include "klikspor/detail/utf8.hpp"
#include "klikspor/json.hpp"
#include "sample_list.hpp"

using namespace klikspor;

namespace {

/// Lone surrogates become U+FFFD, told point by point.
std::string utf8_of(std::u16string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size(); ++at) {
    char32_t point = text[at];
    const bool pair = is_high_surrogate(text[at]) && at + 1 < text.size() && is_low_surrogate(text[at + 1]);
    if (pair) point = 0x10000U + ((point - 0xD800U) << 10U) + (text[++at] - 0xDC00U);
    detail::append_utf8(out, point >= 0xD800 && point <= 0xDFFF ? 0xFFFD : point);
  }
  return out;
}

}  // namespace

TEST_CASE("a plan names the segments of every row", "[recipient_list]") {
  const auto list = list_of({u"navn"}, {{u"Bo"}, {u"Zoë"}, {std::u16string(200, u'x')}, {u""}});
  const Template templ = read_template(u"{{navn}}, " + std::u16string(60, u'a') + u" b c d e f g h");
  const ListPlan plan = list.plan(templ, brand());
  CHECK(plan.segments == std::vector<std::uint32_t>{1, 2, 2, 1});
  CHECK(plan.segments_total == 6);
}

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

TEST_CASE("a plan over some of the rows is that of a list without the others", "[recipient_list]") {
  const Rows rows{{u"Åse"}, {u""}, {u"Zoë"}, {std::u16string(200, u'x')}, {u"Bo"}, {u""}};
  const std::vector<std::uint32_t> only{1, 1, 0, 0, 7, 0};
  Rows kept;
  for (std::size_t row = 0; row < rows.size(); ++row) {
    if (only[row] != 0) kept.push_back(rows[row]);
  }
  const Template templ = read_template(u"Kære {{navn}}, se www.barnetsverden.dk/a {{afmeld}}");
  const ListPlan plan = list_of({u"navn"}, rows).plan(templ, brand(), only);
  const ListPlan expected = list_of({u"navn"}, kept).plan(templ, brand());
  CHECK(plan.recipients == 3);
  CHECK(plan.segments_total == expected.segments_total);
  CHECK(plan.recipients_by_segments == expected.recipients_by_segments);
  CHECK(plan.ucs2 == 0);
  CHECK(plan.longest == 0);
  CHECK(plan.shortest == 1);
  REQUIRE(plan.empty_fields.size() == 1);
  CHECK(plan.empty_fields[0].recipients == 1);
  CHECK(plan.segments == std::vector<std::uint32_t>{1, 1, 0, 0, 1, 0});
  const ListPlan none = list_of({u"navn"}, rows).plan(templ, brand(), std::vector<std::uint32_t>(rows.size()));
  CHECK(none.recipients == 0);
  CHECK(none.longest == no_recipient);
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
  const std::vector<std::u16string> values = {u"",
                                              u"Åse",
                                              u"Zoë",
                                              u"€€",
                                              u"\xD83D\xDE00\xD83D\xDE00",
                                              u"\xD83D",
                                              u"\xDE00",
                                              u"Anne Marie ]",
                                              u"x",
                                              u"  ",
                                              std::u16string(70, u'k'),
                                              u"=1+1",
                                              u"\"a\"; b\nc",
                                              u"æøå ÆØÅ 日本"};
  for (int round = 0; round < 3000; ++round) {
    std::u16string text;
    const std::size_t kinds = 2 + pick(pieces.size() - 1);
    for (std::size_t i = pick(24); i > 0; --i) text += pieces[pick(kinds)];
    Rows rows;
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
    ListPlan singly;
    singly.recipients = list.size();
    std::vector<SegmentPlan> plans;
    for (std::uint32_t row = 0; row < list.size(); ++row) {
      const auto single = plan_segments(list.render(row, templ, options).text, options.segments);
      plans.push_back(single);
      auto& by_segments = singly.recipients_by_segments;
      if (single.segments >= by_segments.size()) by_segments.resize(single.segments + 1);
      ++by_segments[single.segments];
      singly.segments_total += single.segments;
      if (single.encoding == Encoding::ucs2 && singly.ucs2++ == 0) singly.first_ucs2 = row;
      const auto less = [&](std::uint32_t one, std::uint32_t other) {
        return std::pair(plans[one].segments, plans[one].units_used) <
               std::pair(plans[other].segments, plans[other].units_used);
      };
      if (row == 0 || less(singly.longest, row)) singly.longest = row;
      if (row == 0 || less(row, singly.shortest)) singly.shortest = row;
    }
    REQUIRE(plan.recipients == singly.recipients);
    REQUIRE(plan.recipients_by_segments == singly.recipients_by_segments);
    REQUIRE(plan.segments_total == singly.segments_total);
    REQUIRE(plan.ucs2 == singly.ucs2);
    REQUIRE(plan.first_ucs2 == singly.first_ucs2);
    REQUIRE(plan.longest == singly.longest);
    REQUIRE(plan.shortest == singly.shortest);

    std::string slugs;
    const std::size_t own = templ.links_in_message * options.width;
    for (std::size_t i = list.size() * own; i > 0; --i) slugs.push_back("23456789BCDFGHJKbcdfghjk"[pick(24)]);
    std::string lines;
    for (std::uint32_t row = 0; row < list.size(); ++row) {
      const auto message = list.render(row, templ, options, std::string_view(slugs).substr(row * own, own)).text;
      append_csv_field(lines, utf8_of(list.value(row, 1)), ';');
      lines += ';';
      append_csv_field(lines, utf8_of(message), ';');
      lines += ';' + std::to_string(plans[row].segments);
      lines += plans[row].encoding == Encoding::ucs2 ? ";UCS-2\r\n" : ";GSM-7\r\n";
    }
    std::string csv;
    const LineFormat format{
        LineFormat::Values::csv, ';', {1, cell::message, cell::segments, cell::encoding}, {"", ";", ";", ";", "\r\n"}};
    // In two pieces, as a file is written.
    const auto half = list.size() / 2;
    list.render_lines(0, half, templ, options, std::string_view(slugs).substr(0, half * own), format, csv);
    list.render_lines(half, list.size() - half, templ, options, std::string_view(slugs).substr(half * own), format,
                      csv);
    REQUIRE(csv == lines);
  }
}

TEST_CASE("finished messages come out as lines of CSV or JSON, in the order asked for", "[recipient_list]") {
  const auto list =
      list_of({u"mobil", u"navn"}, {{u"+4521000001", u"Søren; \"S\""}, {u"+4521000002", u"=HYPERLINK(1)"}});
  const Template templ = read_template(u"{{navn}} brand.dk");
  const auto lines = [&](const LineFormat& format) {
    std::string out;
    list.render_lines(0, 2, templ, {u"s.x.dk/", 8, {}, {}}, "2222222233333333", format, out);
    return out;
  };
  using Values = LineFormat::Values;
  CHECK(lines({Values::csv, ';', {0, cell::message, cell::segments, cell::encoding}, {"", ";", ";", ";", "\r\n"}}) ==
        "+4521000001;\"Søren; \"\"S\"\" s.x.dk/22222222\";1;GSM-7\r\n"
        "+4521000002;'=HYPERLINK(1) s.x.dk/33333333;1;GSM-7\r\n");
  CHECK(lines({Values::exact_csv, ',', {cell::message, 0}, {"Brand,", ",", "\r\n"}}) ==
        "Brand,\"Søren; \"\"S\"\" s.x.dk/22222222\",+4521000001\r\n"
        "Brand,=HYPERLINK(1) s.x.dk/33333333,+4521000002\r\n");
  CHECK(lines({Values::json,
               ',',
               {0, cell::message, cell::encoding, cell::segments},
               {"{\"to\":", ",\"text\":", ",\"encoding\":", ",\"segments\":", "}\n"}}) ==
        "{\"to\":\"+4521000001\",\"text\":\"Søren; \\\"S\\\" s.x.dk/22222222\",\"encoding\":\"gsm7\",\"segments\":1}\n"
        "{\"to\":\"+4521000002\",\"text\":\"=HYPERLINK(1) s.x.dk/33333333\",\"encoding\":\"gsm7\",\"segments\":1}\n");
  CHECK(lines({Values::csv, ',', {}, {"x\n"}}) == "x\nx\n");
}

TEST_CASE("a JSON string escapes what RFC 8259 asks for and nothing else", "[json]") {
  const auto [text, written] = GENERATE(table<std::string, std::string>({
      {"", R"("")"},
      {"Hej Åse 🎉", R"("Hej Åse 🎉")"},
      {R"(a"b\c)", R"("a\"b\\c")"},
      {"a\nb\r\tc", R"("a\nb\u000d\u0009c")"},
      {std::string("\0\x1f\x7f", 3), "\"\\u0000\\u001f\x7f\""},
      {"/", R"("/")"},
  }));
  std::string out;
  append_json_string(out, text);
  CHECK(out == written);
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
                                                                          {"=a;b", "\"'=a;b\""},
                                                                          {"\r=1", "\"'\r=1\""},
                                                                          {"\n=1", "\"'\n=1\""},
                                                                          {"\n", "\"'\n\""},
                                                                          {"＝1+1", "'＝1+1"},
                                                                          {"＋45", "'＋45"},
                                                                          {"－2", "'－2"},
                                                                          {"＠SUM(A1)", "'＠SUM(A1)"},
                                                                          {"＜x", "＜x"},
                                                                          {"＂x", "＂x"},
                                                                          {"a=1", "a=1"}}));
  std::string out;
  append_csv_field(out, field, ';');
  CHECK(out == written);
  // What a program reads is the same but for the apostrophe.
  std::string exact;
  append_csv_field(exact, field, ';', false);
  CHECK(exact.find('\'') == std::string::npos);
  if (const auto mark = out.find('\''); mark != std::string::npos) out.erase(mark, 1);
  CHECK(exact == out);
}
