#include "klikspor/explanation.hpp"

#include <random>
#include <string>

#include "catch2.hpp"
#include "klikspor/cluster.hpp"

using namespace klikspor;

namespace {

std::u16string repeat(std::size_t n, const std::u16string& piece) {
  std::u16string text;
  for (std::size_t i = 0; i < n; ++i) text += piece;
  return text;
}
const std::u16string emoji = u"\xD83D\xDE00";
const std::u16string family = u"👨\u200D👩\u200D👧";

SegmentOptions with_border(Border border) {
  SegmentOptions options;
  options.border = border;
  return options;
}

}  // namespace

TEST_CASE("each kind of offender is counted, and its replacement planned by itself and with all", "[explanation]") {
  // 100 code units: two segments in UCS-2, one in GSM-7.
  const std::u16string text = u"“" + repeat(96, u"a") + u"”–”";
  const auto explained = explain_segments(text);
  CHECK(explained.before.segments == 2);
  CHECK(explained.before.encoding == Encoding::ucs2);
  CHECK(explained.after_all.segments == 1);
  CHECK(explained.after_all.encoding == Encoding::gsm7);
  REQUIRE(explained.offenders.size() == 4);
  REQUIRE(explained.kinds.size() == 3);
  CHECK(explained.kinds[0].count == 1);
  CHECK(explained.kinds[1].count == 2);
  CHECK(explained.kinds[2].count == 1);
  CHECK(explained.kinds[1].first == 1);
  CHECK(explained.kind_of == std::vector<std::uint32_t>{0, 1, 2, 1});
  for (const OffenderKind& kind : explained.kinds) CHECK(kind.segments_after == 2);
}

TEST_CASE("one kind alone that costs GSM-7 gives it back", "[explanation]") {
  const auto [text, before, alone] = GENERATE_COPY(table<std::u16string, std::uint32_t, std::uint32_t>({
      {u"Zoë og Zoë" + repeat(100, u"a"), 2, 1},
      {u"a\u030A" + repeat(69, u"b"), 2, 1},
      {u"🎉" + repeat(69, u"b"), 2, 2},   // nothing says the same
      {u"…" + repeat(69, u"b"), 1, 1},   // longer, but 160 septets
      {u"🎉…" + repeat(67, u"b"), 1, 1},  // the first kind cannot be replaced
      {repeat(5, u"\u200B") + u"🎉", 1, 1},
      {u"\u200B", 1, 0},  // nothing is left
  }));
  const auto explained = explain_segments(text);
  CHECK(explained.before.segments == before);
  REQUIRE_FALSE(explained.kinds.empty());
  CHECK(explained.kinds[0].segments_after == alone);
}

TEST_CASE("a replacement beside one that stays can cost a segment", "[explanation]") {
  const auto explained = explain_segments(u"🎉…" + repeat(67, u"b"));
  REQUIRE(explained.kinds.size() == 2);
  CHECK(explained.before.segments == 1);
  CHECK(explained.kinds[1].segments_after == 2);  // three dots for one, and still UCS-2
  CHECK(explained.after_all.segments == 2);
}

TEST_CASE("effects are worked out for as many kinds as stated", "[explanation]") {
  std::u16string text;
  for (char16_t mark = 0x0300; mark < 0x0370; ++mark) {
    for (const char16_t letter : {u'b', u'd', u'f'}) text += {letter, mark};
  }
  const auto explained = explain_segments(text);
  REQUIRE(explained.kinds.size() > highest_kinds);
  CHECK(explained.kinds[highest_kinds - 1].segments_after.has_value());
  CHECK_FALSE(explained.kinds[highest_kinds].segments_after.has_value());
  CHECK(explained.after_all.encoding == Encoding::gsm7);
}

TEST_CASE("a text that travels as GSM-7 has no offenders, with the tables it may use", "[explanation]") {
  SegmentOptions turkish;
  turkish.allowed_single = 1U << 1U;
  CHECK(explain_segments(u"Şişli").kinds.size() == 2);
  const auto explained = explain_segments(u"Şişli", turkish);
  CHECK(explained.before.tables.single == 1);
  CHECK(explained.offenders.empty());
  CHECK(explained.after_all.segments == explained.before.segments);
}

TEST_CASE("so many characters must go from the end to save a segment", "[explanation]") {
  struct Row {
    std::u16string text;
    std::uint32_t characters;
  };
  const auto row = GENERATE_REF(values<Row>({
      {u"", 0},
      {repeat(160, u"a"), 0},
      {repeat(161, u"a"), 1},
      {repeat(306, u"a"), 146},
      {repeat(307, u"a"), 1},
      {repeat(80, u"€") + u"a", 1},
      {repeat(80, u"€") + u"€", 1},
      {repeat(153, u"€"), 1},                             // 76 + 76 + 1
      {repeat(152, u"a") + u"€" + repeat(152, u"b"), 1},  // 152 + 153 + 1: division would say 306 fit two
      {repeat(70, u"ł") + u"a", 1},
      {repeat(67, emoji), 1},          // 33 + 33 + 1
      {repeat(66, emoji), 31},         // 35 in one segment
      {repeat(100, u"a") + emoji, 1},  // without it all is GSM-7
      {repeat(68, u"a") + family, 1},
      {emoji + repeat(80, u"a"), 12},
  }));
  const auto removal = explain_segments(row.text).removal;
  CHECK(removal.characters == row.characters);
  if (row.characters == 0) CHECK(removal.start == row.text.size());
}

TEST_CASE("removal is minimal: less saves nothing, in every border mode", "[explanation]") {
  std::mt19937 random(20240611);  // NOLINT: the same texts each time
  const std::u16string pieces[] = {u"a", u"€", u"ł", emoji, family, u"e\u0301", u"\xD83D", u"\r\n"};
  for (int round = 0; round < 300; ++round) {
    std::u16string text;
    const std::size_t kinds = 1 + random() % 8;
    for (std::size_t i = 0, n = 20 + random() % 300; i < n; ++i)
      text += pieces[random() % 4 == 0 ? random() % kinds : 0];
    const auto options = with_border(static_cast<Border>(round % 3));
    const auto explained = explain_segments(text, options);
    const auto [start, characters] = explained.removal;
    std::uint32_t seen = 0;
    for (std::size_t at = start; at < text.size(); at = cluster_end(text, at)) ++seen;
    REQUIRE(seen == characters);
    if (explained.before.segments <= 1) {
      REQUIRE(characters == 0);
      continue;
    }
    REQUIRE(plan_segments(text.substr(0, start), options).segments < explained.before.segments);
    REQUIRE(plan_segments(text.substr(0, cluster_end(text, start)), options).segments == explained.before.segments);
    // Every unit that the segments leave empty is accounted for, the last segment's aside.
    std::uint32_t wasted = explained.before.units_left;
    for (const BorderLoss& loss : explained.borders) wasted += loss.units_wasted;
    REQUIRE(explained.before.units_used + wasted == explained.before.segments * explained.before.capacity_multi);
  }
}

TEST_CASE("a border says what it moved or cut", "[explanation]") {
  struct Row {
    Border border;
    std::u16string text;
    std::uint32_t segment;
    BorderKind kind;
    std::uint32_t wasted;
  };
  using enum Border;
  using enum BorderKind;
  const auto row = GENERATE_REF(values<Row>({
      {code_point, repeat(152, u"a") + u"€" + repeat(20, u"b"), 0, escape_pair_moved, 1},
      {cluster, repeat(152, u"a") + u"€" + repeat(20, u"b"), 0, escape_pair_moved, 1},
      {code_point, repeat(153 + 152, u"a") + u"€" + repeat(20, u"b"), 1, escape_pair_moved, 1},
      {code_point, repeat(66, u"a") + emoji + repeat(9, u"b"), 0, surrogate_pair_moved, 1},
      {cluster, repeat(66, u"a") + emoji + repeat(9, u"b"), 0, surrogate_pair_moved, 1},
      {code_unit, repeat(66, u"a") + emoji + repeat(9, u"b"), 0, surrogate_pair_cut, 0},
      {code_point, repeat(65, u"a") + family + repeat(9, u"b"), 0, cluster_cut, 0},
      {cluster, repeat(65, u"a") + family + repeat(9, u"b"), 0, cluster_moved, 2},
      {cluster, repeat(66, u"ł") + u"e\u0301" + repeat(9, u"b"), 0, cluster_moved, 1},
      {code_point, repeat(66, u"ł") + u"e\u0301" + repeat(9, u"b"), 0, cluster_cut, 0},
  }));
  const auto borders = explain_segments(row.text, with_border(row.border)).borders;
  REQUIRE(borders.size() == 1);
  CHECK(borders[0].segment == row.segment);
  CHECK(borders[0].kind == row.kind);
  CHECK(borders[0].units_wasted == row.wasted);
}

TEST_CASE("a border between characters is nothing to tell", "[explanation]") {
  const auto text =
      GENERATE_REF(values<std::u16string>({u"", repeat(161, u"a"), repeat(152, u"a") + u"€" + repeat(6, u"b"),
                                           repeat(400, u"ł"), repeat(152, u"a") + u"\r\n" + repeat(20, u"b")}));
  CHECK(explain_segments(text).borders.empty());
}
