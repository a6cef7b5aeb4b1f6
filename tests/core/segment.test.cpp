#include "klikspor/segment.hpp"

#include <random>
#include <string>
#include <vector>

#include "catch2.hpp"
#include "random.hpp"

using namespace klikspor;

namespace {
std::u16string repeat(std::size_t n, const std::u16string& piece) {
  std::u16string text;
  for (std::size_t i = 0; i < n; ++i) text += piece;
  return text;
}
const std::u16string emoji = u"\xD83D\xDE00";
}  // namespace

TEST_CASE("a GSM-7 message of 160 septets is one segment, of 161 is two", "[segment]") {
  const auto [septets, segments, left] =
      GENERATE(table<std::size_t, std::uint32_t, std::uint32_t>({{0, 0, 160},
                                                                 {1, 1, 159},
                                                                 {160, 1, 0},
                                                                 {161, 2, 145},
                                                                 {306, 2, 0},
                                                                 {307, 3, 152},
                                                                 {39015, 255, 0},
                                                                 {39016, 256, 152}}));
  CAPTURE(septets);
  const auto plan = plan_segments(std::u16string(septets, u'a'));
  CHECK(plan.encoding == Encoding::gsm7);
  CHECK(plan.segments == segments);
  CHECK(plan.units_left == left);
  CHECK(plan.exceeds_limit() == (segments > 255));
}

TEST_CASE("a UCS-2 message of 70 code units is one segment, of 71 is two", "[segment]") {
  const auto [units, segments, left] = GENERATE(table<std::size_t, std::uint32_t, std::uint32_t>(
      {{1, 1, 69}, {70, 1, 0}, {71, 2, 63}, {134, 2, 0}, {135, 3, 66}, {17085, 255, 0}, {17086, 256, 66}}));
  CAPTURE(units);
  const auto plan = plan_segments(std::u16string(units, u'ł'));
  CHECK(plan.encoding == Encoding::ucs2);
  CHECK(plan.segments == segments);
  CHECK(plan.units_left == left);
}

TEST_CASE("characters that do not fit a segment open the next, and the place they leave is lost", "[segment]") {
  struct Row {
    std::u16string text;
    std::uint32_t segments, units, left;
  };
  const auto row = GENERATE_REF(values<Row>({
      {repeat(80, u"]"), 1, 160, 0},
      {repeat(153, u"]"), 3, 306, 151},  // 76 + 76 + 1 pairs: division would say 2
      {repeat(67, emoji), 3, 134, 65},   // 33 + 33 + 1 pairs: division would say 2
      {repeat(35, emoji), 1, 70, 0},
      {repeat(152, u"a") + u"€" + repeat(20, u"b"), 2, 174, 131},
      {repeat(159, u"a") + u"€", 2, 161, 145},
      {repeat(152, u"a") + u"€" + repeat(6, u"b"), 1, 160, 0},  // a pair at septets 153 and 154 is harmless here
      {repeat(66, u"a") + emoji + repeat(10, u"b"), 2, 78, 55},
      {repeat(66, u"ł") + u"\xD83D" + repeat(10, u"b"), 2, 77, 57},  // a lone surrogate is no pair
  }));
  CAPTURE(row.segments, row.units);
  const auto plan = plan_segments(row.text);
  CHECK(plan.segments == row.segments);
  CHECK(plan.units_used == row.units);
  CHECK(plan.units_left == row.left);
}

TEST_CASE("one character outside the tables makes the whole text UCS-2", "[segment]") {
  const auto text =
      GENERATE(as<std::u16string>{}, u"Zoë", u"ç", u"\x1B", u"e\x301", u"’", u"\t", u"`", u"\xFEFF", u"ê", u"\xD800");
  CHECK(plan_segments(text).encoding == Encoding::ucs2);
  CHECK(plan_segments(text + std::u16string(1, u'\0')).encoding == Encoding::ucs2);
}

TEST_CASE("Danish letters, Greek capitals and form feed are GSM-7", "[segment]") {
  CHECK(plan_segments(u"ÆØÅæøåÇßñé").units_used == 10);
  CHECK(plan_segments(u"ΓΔΘΛΞΠΣΦΨΩ").units_used == 10);
  CHECK(plan_segments(u"\f^{}\\[~]|€").units_used == 20);
  CHECK(plan_segments(u"\r\n").units_used == 2);
  CHECK(plan_segments(u"ΑΒ").encoding == Encoding::ucs2);
}

TEST_CASE("headers take their place in every segment", "[segment]") {
  SegmentOptions options;
  struct Row {
    std::uint8_t bits;
    Ports ports;
    NationalTables tables;
    std::uint32_t gsm_single, gsm_multi;
  };
  const auto row = GENERATE(values<Row>({{8, Ports::none, {0, 0}, 160, 153},
                                         {16, Ports::none, {0, 0}, 160, 152},
                                         {8, Ports::none, {1, 0}, 155, 149},
                                         {8, Ports::none, {1, 1}, 152, 146},
                                         {16, Ports::none, {0, 3}, 155, 148},
                                         {16, Ports::none, {1, 1}, 152, 145},
                                         {8, Ports::bits16, {0, 0}, 152, 146}}));
  options.reference_bits = row.bits;
  options.ports = row.ports;
  options.tables = row.tables;
  const auto plan = plan_segments(u"a", options);
  CHECK(plan.capacity_single == row.gsm_single);
  CHECK(plan.capacity_multi == row.gsm_multi);
}

TEST_CASE("national tables are used where they are asked for or allowed and cheaper", "[segment]") {
  SegmentOptions options;
  const std::u16string turkish = repeat(100, u"ş");
  CHECK(plan_segments(turkish).encoding == Encoding::ucs2);
  options.allowed_single = 1U << 1U;
  auto plan = plan_segments(turkish, options);
  CHECK((plan.encoding == Encoding::gsm7 && plan.segments == 2 && plan.units_used == 200));
  options.allowed_locking = 1U << 1U;
  plan = plan_segments(turkish, options);
  CHECK((plan.segments == 1 && plan.units_used == 100 && plan.tables == NationalTables{1, 0}));
  // What the default tables carry pays no header.
  CHECK(plan_segments(u"Hej", options).tables == NationalTables{});
  // No table of these has ł.
  CHECK(plan_segments(u"ł", options).encoding == Encoding::ucs2);
  // Forced tables are used though they cost more, and what they lack makes the text UCS-2.
  options.tables = NationalTables{1, 1};
  CHECK(plan_segments(u"Hej", options).capacity_single == 152);
  CHECK(plan_segments(u"æ", options).encoding == Encoding::ucs2);
}

TEST_CASE("the default tables and the table of costs agree on every code unit", "[segment]") {
  const SeptetCosts costs{NationalTables{}};
  for (std::uint32_t unit = 0; unit <= 0xFFFF; ++unit) {
    const auto c = static_cast<char16_t>(unit);
    if (costs(c) != septets_of(c)) FAIL("U+" << std::hex << unit);
  }
  SUCCEED();
}

TEST_CASE("a border may keep what people see as one character whole", "[segment]") {
  SegmentOptions options;
  const std::u16string family = u"\xD83D\xDC68\x200D\xD83D\xDC69\x200D\xD83D\xDC67";  // man, woman, girl: 8 units
  const std::u16string text = std::u16string(63, u'a') + family + u"b";
  CHECK(segment_ranges(text, options)[0].end == 66);
  options.border = Border::cluster;
  CHECK(segment_ranges(text, options)[0].end == 63);
  CHECK(plan_segments(text, options).units_left == 58);
  // One segment has no border.
  CHECK(plan_segments(std::u16string(62, u'a') + family, options).segments == 1);
  // CR LF is one cluster in GSM-7 too.
  const std::u16string lines = std::u16string(152, u'a') + u"\r\n" + std::u16string(10, u'a');
  CHECK(segment_ranges(lines, options)[0].end == 152);
  // A cluster longer than a segment is cut between code points, and nothing is lost.
  const std::u16string marks = u"e" + std::u16string(200, u'\x301');
  CHECK(plan_segments(marks, options).segments == 3);
}

TEST_CASE("the ranges are the plan: as many, without a gap, none over 140 octets", "[segment]") {
  std::mt19937 random(20261123);
  const std::u16string signs = u"aø €]\xD83D\xDE00ł\r\n\x301\x200D\x915\x94D";
  for (int round = 0; round < 4000; ++round) {
    // Texts of few kinds of signs reach both encodings; lengths cross the borders of one to four segments.
    const std::size_t kinds = 1 + random() % signs.size();
    const std::size_t size = random() % 480;
    std::u16string text;
    while (text.size() < size) text += signs[random() % kinds];
    SegmentOptions options;
    options.reference_bits = random() % 2 == 0 ? 8 : 16;
    options.border = static_cast<Border>(random() % 3);
    options.ports = static_cast<Ports>(random() % 3);
    options.force_ucs2 = random() % 4 == 0;
    if (random() % 3 == 0)
      options.tables =
          NationalTables{static_cast<std::uint8_t>(random() % 14), static_cast<std::uint8_t>(random() % 14)};
    if (random() % 4 == 0) options.allowed_locking = options.allowed_single = 0x3FFF;

    const auto plan = plan_segments(text, options);
    const auto ranges = segment_ranges(text, options);
    REQUIRE(ranges.size() == plan.segments);
    std::uint32_t position = 0;
    std::uint32_t units = 0;
    for (const auto& range : ranges) {
      REQUIRE(range.start == position);
      REQUIRE(range.end > range.start);
      REQUIRE(range.units <= plan.per_segment());
      REQUIRE(range.octets <= 140);
      position = range.end;
      units += range.units;
    }
    REQUIRE(position == text.size());
    REQUIRE(units == plan.units_used);
    if (!ranges.empty()) REQUIRE(plan.per_segment() - ranges.back().units == plan.units_left);
  }
}

TEST_CASE("a text counted elsewhere is planned as the text itself", "[segment]") {
  std::minstd_rand random(11);
  const auto below = [&](std::uint32_t limit) { return static_cast<std::uint32_t>(random() % limit); };
  for (int round = 0; round < 4000; ++round) {
    SegmentOptions options;
    options.reference_bits = below(2) == 0 ? 8 : 16;
    options.ports = static_cast<Ports>(below(3));
    options.border = below(2) == 0 ? Border::code_point : Border::code_unit;
    options.force_ucs2 = true;
    std::u16string text;
    const std::uint32_t odd_one_in = 1 + below(40);
    for (std::uint32_t length = below(900); text.size() < length;) {
      if (below(odd_one_in) != 0) {
        text += u'a';
      } else {
        text += emoji.substr(0, 1 + below(2));  // whole, or a lone half
      }
    }
    const auto length = static_cast<std::uint32_t>(text.size());
    const SegmentPlan expected = plan_segments(text, options);
    // One walk, and one that goes on anew at each border.
    SegmentWalk walk(Encoding::ucs2, length, options);
    std::uint32_t start = 0;
    for (std::uint32_t cuts = 0; walk.border() != 0; ++cuts) {
      SegmentWalk again(Encoding::ucs2, length, options, start, cuts);
      REQUIRE(again.border() == walk.border());
      walk.cut(text[walk.border() - 1], text[walk.border()]);
      again.cut(text[again.border() - 1], text[again.border()]);
      start = again.start();
      REQUIRE(again.plan().units_left ==
              SegmentWalk(Encoding::ucs2, length, options, start, cuts + 1).plan().units_left);
    }
    const SegmentPlan plan = walk.plan();
    CAPTURE(round, length);
    REQUIRE(plan.segments == expected.segments);
    REQUIRE(plan.units_used == expected.units_used);
    REQUIRE(plan.units_left == expected.units_left);
    REQUIRE(plan.encoding == expected.encoding);
    REQUIRE(plan.segments == segment_ranges(text, options).size());
  }
}

TEST_CASE("many texts together are planned as each alone", "[segment]") {
  Random random(20261126);
  constexpr std::u16string_view signs = u"aÆ \u20AC{\n\u0131\u0142\xD83D\xDE00\u0301\x1B";
  for (int round = 0; round < 300; ++round) {
    SegmentOptions options;
    options.reference_bits = random() % 2 == 0 ? 8 : 16;
    options.border = static_cast<Border>(random() % 3);
    options.ports = static_cast<Ports>(random() % 3);
    options.force_ucs2 = random() % 4 == 0;
    if (random() % 4 == 0) options.tables = NationalTables{1, 1};
    if (random() % 4 == 0) options.allowed_locking = options.allowed_single = 0x3FFF;
    // Rows of the first few signs only travel as GSM-7.
    const std::size_t variety = 1 + random() % signs.size();
    std::u16string text;
    std::vector<std::uint32_t> ends;
    for (int i = 0; i < 12; ++i) {
      for (std::uint32_t left = random() % (i % 3 == 0 ? 4 : 330); left > 0; --left) text += signs[random() % variety];
      ends.push_back(static_cast<std::uint32_t>(text.size()));
    }
    std::vector<std::uint32_t> numbers(3 * ends.size(), 77);
    std::vector<std::uint8_t> octets(3 * ends.size(), 77);
    const std::size_t count = ends.size();
    plan_texts(text, ends, options,
               {&numbers[0], &numbers[count], &numbers[2 * count], &octets[0], &octets[count], &octets[2 * count]});
    std::uint32_t start = 0;
    for (std::size_t i = 0; i < count; ++i) {
      const SegmentPlan plan = plan_segments(std::u16string_view(text).substr(start, ends[i] - start), options);
      start = ends[i];
      REQUIRE(numbers[i] == plan.segments);
      REQUIRE(numbers[count + i] == plan.units_used);
      REQUIRE(numbers[2 * count + i] == plan.units_left);
      REQUIRE(octets[i] == (plan.encoding == Encoding::ucs2 ? 1 : 0));
      REQUIRE(octets[count + i] == plan.tables.locking);
      REQUIRE(octets[2 * count + i] == plan.tables.single);
    }
  }
}
