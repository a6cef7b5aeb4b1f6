#include "klikspor/forcing.hpp"

#include <string>
#include <utility>
#include <vector>

#include "catch2.hpp"

using klikspor::forcing_characters;
using klikspor::SegmentOptions;

namespace {

using Pairs = std::vector<std::pair<std::uint32_t, char32_t>>;

Pairs forcing(std::u16string_view text, const SegmentOptions& options = {}) {
  Pairs pairs;
  for (const auto& found : forcing_characters(text, options)) pairs.emplace_back(found.index, found.code_point);
  return pairs;
}

SegmentOptions forced(std::uint8_t locking, std::uint8_t single) {
  SegmentOptions options;
  options.tables = klikspor::NationalTables{locking, single};
  return options;
}

}  // namespace

TEST_CASE("each character outside the default tables is named once, where it first stands", "[forcing]") {
  CHECK(forcing(u"").empty());
  CHECK(forcing(u"Kære Åse, 10 € [tak]").empty());
  CHECK(forcing(u"Zoë og Chloë") == Pairs{{2, U'ë'}});
  CHECK(forcing(u"ł€ë😀ë😀ł") == Pairs{{0, U'ł'}, {2, U'ë'}, {3, U'😀'}});
  CHECK(forcing(std::u16string(u"\0a", 2)) == Pairs{{0, U'\0'}});
  CHECK(forcing(u"\x1B") == Pairs{{0, 0x1B}});
  CHECK(forcing(u"\uFFFF") == Pairs{{0, 0xFFFF}});
  CHECK(forcing(u"\U0010FFFF") == Pairs{{0, 0x10FFFF}});
}

TEST_CASE("half a character is named as the code unit it is", "[forcing]") {
  const std::u16string text{0xD83D, 0xD83D, 0xDE00, 0xDE00, u'a', 0xD83D};
  CHECK(forcing(text) == Pairs{{0, 0xD83D}, {1, U'😀'}, {3, 0xDE00}});
}

TEST_CASE("forced tables are asked instead of the default ones", "[forcing]") {
  CHECK(forcing(u"ğ", forced(0, 1)).empty());
  CHECK(forcing(u"ğ{😀", forced(0, 1)) == Pairs{{2, U'😀'}});
  // Portuguese's locking table has ê where the default one has none, and lacks the Greek capitals but Δ.
  CHECK(forcing(u"êΦ", forced(3, 0)) == Pairs{{1, U'Φ'}});
  // Spanish has no locking table: the default one stands in, as in a plan.
  CHECK(forcing(u"Φë", forced(2, 0)) == Pairs{{1, U'ë'}});
  // So does it for identifiers that no language has.
  CHECK(forcing(u"ğ", forced(15, 10)) == Pairs{{0, U'ğ'}});
  CHECK(forcing(u"ğ", forced(0, 15)) == Pairs{{0, U'ğ'}});
}

TEST_CASE("allowed tables that do not suffice leave the default ones to explain", "[forcing]") {
  SegmentOptions options;
  options.allowed_locking = options.allowed_single = 1U << 1U;
  CHECK(forcing(u"ğ", options).empty());
  CHECK(forcing(u"ğ😀", options) == Pairs{{0, U'ğ'}, {1, U'😀'}});
}

TEST_CASE("a text that GSM-7 could carry has nothing that forces it, asked for as UCS-2 or not", "[forcing]") {
  SegmentOptions options;
  options.force_ucs2 = true;
  CHECK(forcing(u"Hej", options).empty());
  CHECK(forcing(u"Hej 😀", options) == Pairs{{4, U'😀'}});
}
