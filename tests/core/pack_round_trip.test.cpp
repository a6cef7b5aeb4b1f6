// Properties of packing over many texts; known octets are in pack.test.cpp.
#include <cstdint>
#include <string>
#include <utility>

#include "catch2.hpp"
#include "klikspor/pack.hpp"
#include "random.hpp"

using namespace klikspor;

TEST_CASE("what is packed unpacks to the same text, in the segments and octets the plan counts", "[pack]") {
  Random random(20261123);
  const std::u16string signs = u"aø €]\xD83D\xDE00ł\r\n\x301\x200D\x915\x94D\xD800\xFEFF";
  std::uint32_t seen = 0;  // bits: an encoding, and one or several segments, in each border mode
  for (int round = 0; round < 6000; ++round) {
    SegmentOptions options;
    options.reference_bits = random() % 2 == 0 ? 8 : 16;
    options.border = static_cast<Border>(random() % 3);
    options.ports = static_cast<Ports>(random() % 3);
    options.force_ucs2 = random() % 4 == 0;
    const NationalTables tables{static_cast<std::uint8_t>(random() % 14), static_cast<std::uint8_t>(random() % 14)};
    if (random() % 2 == 0) options.tables = tables;
    if (random() % 4 == 0) options.allowed_locking = options.allowed_single = 0x3FFF;
    // Half the texts are of what a pair of tables holds, so that they travel as septets; the rest of few kinds of
    // signs.
    std::u16string alphabet = signs.substr(0, 1 + random() % signs.size());
    if (random() % 2 == 0) {
      alphabet.clear();
      const SeptetCosts costs(options.tables ? tables : NationalTables{});
      for (std::uint32_t unit = 0; unit < 0x2400; ++unit) {
        if (costs(static_cast<char16_t>(unit)) != 0) alphabet += static_cast<char16_t>(unit);
      }
    }
    const std::size_t size = random() % 480;
    std::u16string text;
    while (text.size() < size) text += alphabet[random() % alphabet.size()];
    const auto number = [&] { return static_cast<std::uint16_t>(random()); };
    const PackOptions pack{number(), number(), number()};
    CAPTURE(round);

    const auto plan = plan_segments(text, options);
    const auto ranges = segment_ranges(text, options);
    const auto packed_text = pack_segments(text, options, pack);
    REQUIRE(packed_text.has_value());
    auto segments = *packed_text;
    REQUIRE(segments.size() == plan.segments);
    REQUIRE(segments.size() == ranges.size());
    const std::uint32_t header = header_octets(options, plan.tables, plan.segments > 1);
    for (std::size_t i = 0; i < segments.size(); ++i) {
      REQUIRE(segments[i].size <= 140);
      REQUIRE(segments[i].size == ranges[i].octets);
      REQUIRE(segments[i].has_header == (header > 0));
      if (header > 0) REQUIRE(segments[i].octets[0] + 1U == header);
      const auto read = unpack_segment(segments[i]);
      REQUIRE(read.has_value());
      REQUIRE(read->text == text.substr(ranges[i].start, ranges[i].end - ranges[i].start));
      REQUIRE(read->tables == plan.tables);
      REQUIRE(read->segments == plan.segments);
      REQUIRE(read->number == i + 1);
      REQUIRE(read->ports == options.ports);
    }
    for (std::size_t i = segments.size(); i > 1; --i) std::swap(segments[i - 1], segments[random() % i]);
    const auto joined = unpack_segments(segments);
    REQUIRE(joined.has_value());
    REQUIRE(*joined == text);
    if (!segments.empty()) {
      seen |= 1U << ((plan.encoding == Encoding::ucs2 ? 1U : 0U) + (segments.size() > 1 ? 2U : 0U) +
                     4U * static_cast<std::uint32_t>(options.border));
    }
  }
  CHECK(seen == 0xFFF);
}

TEST_CASE("every character of every pair of tables packs and reads back", "[pack]") {
  for (std::uint8_t locking = 0; locking < national_languages; ++locking) {
    for (std::uint8_t single = 0; single < national_languages; ++single) {
      const NationalTables tables{locking == 2 ? std::uint8_t{0} : locking, single};
      const SeptetCosts costs(tables);
      std::u16string text;
      for (std::uint32_t unit = 0; unit <= 0xFFFF; ++unit) {
        if (costs(static_cast<char16_t>(unit)) != 0) text += static_cast<char16_t>(unit);
      }
      CAPTURE(int{locking}, int{single});
      SegmentOptions options;
      options.tables = NationalTables{locking, single};
      const auto segments = pack_segments(text, options);
      REQUIRE(segments.has_value());
      REQUIRE(segments->front().encoding == Encoding::gsm7);
      const auto joined = unpack_segments(*segments);
      REQUIRE(joined.has_value());
      REQUIRE(*joined == text);
    }
  }
}

TEST_CASE("octets of any kind are read or refused, never more than 140 of them", "[pack]") {
  Random random(7);
  std::uint32_t read_count = 0;
  for (int round = 0; round < 20000; ++round) {
    PackedSegment segment;
    // Small octets make headers that hold together; lengths are mostly right, so that what follows is reached.
    for (auto& octet : segment.octets) octet = static_cast<std::uint8_t>(random() % (round % 2 == 0 ? 256 : 8));
    segment.encoding = random() % 2 == 0 ? Encoding::gsm7 : Encoding::ucs2;
    segment.length = static_cast<std::uint8_t>(random() % 170);
    segment.size =
        segment.encoding == Encoding::ucs2 ? segment.length : static_cast<std::uint8_t>((segment.length * 7 + 7) / 8);
    if (random() % 8 == 0) segment.size = static_cast<std::uint8_t>(random());
    segment.has_header = random() % 2 == 0;
    const auto read = unpack_segment(segment);
    if (!read) continue;
    ++read_count;
    REQUIRE(read->text.size() <= 160);
    REQUIRE((read->number >= 1 && read->number <= read->segments));
    const auto joined = unpack_segments({&segment, 1});
    REQUIRE(joined.has_value() == (read->segments == 1));
    if (joined) REQUIRE(*joined == read->text);
  }
  CHECK(read_count > 4000);
}
