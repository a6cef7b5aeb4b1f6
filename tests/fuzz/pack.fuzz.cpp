// Packed segments. Any text under any options packs to as many segments as are counted, of the octets of its ranges,
// and unpacks to the same text in any order; any octets are read or refused, and what is read holds together.
#include "klikspor/pack.hpp"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <string>
#include <vector>

#include "seeds.hpp"
#include "segment_input.hpp"

namespace {

using klikspor::PackedSegment;

void check_round_trip(const std::uint8_t* data, std::size_t size) {
  if (size < 10) return;
  const auto options = options_from(data);
  klikspor::PackOptions pack;
  std::memcpy(&pack, data + 4, sizeof pack);
  // The text many times over: borders are out of reach of short inputs.
  std::u16string piece((size - 10) / 2, u'\0');
  std::memcpy(piece.data(), data + 10, piece.size() * 2);
  std::u16string text;
  for (std::uint32_t i = 0; i <= data[1] % 16U; ++i) text += piece;

  const auto plan = klikspor::plan_segments(text, options);
  auto packed = klikspor::pack_segments(text, options, pack);
  check(packed.has_value() == !plan.exceeds_limit());
  if (!packed) return;
  const auto ranges = klikspor::segment_ranges(text, options);
  check(packed->size() == plan.segments && packed->size() == ranges.size());
  for (std::size_t i = 0; i < ranges.size(); ++i) {
    const PackedSegment& segment = (*packed)[i];
    check(segment.size <= 140 && segment.size == ranges[i].octets);
    const auto read = klikspor::unpack_segment(segment);
    check(read.has_value());
    check(read->text == text.substr(ranges[i].start, ranges[i].end - ranges[i].start));
    check(read->segments == plan.segments && read->number == i + 1 && read->tables == plan.tables);
    check(read->ports == options.ports);
  }
  std::reverse(packed->begin(), packed->end());
  const auto joined = klikspor::unpack_segments(*packed);
  check(joined.has_value() && *joined == text);
}

/// Each segment: its size, length and flags in three octets, then its octets, as far as the input reaches.
void check_any_octets(const std::uint8_t* data, std::size_t size) {
  std::vector<PackedSegment> segments;
  while (size >= 3 && segments.size() < 260) {
    PackedSegment segment;
    segment.size = data[0];
    segment.length = data[1];
    segment.encoding = (data[2] & 1U) != 0 ? klikspor::Encoding::ucs2 : klikspor::Encoding::gsm7;
    segment.has_header = (data[2] & 2U) != 0;
    // Where the lengths agree there is more to read.
    if ((data[2] & 4U) != 0) {
      segment.size = segment.encoding == klikspor::Encoding::ucs2
                         ? segment.length
                         : static_cast<std::uint8_t>((segment.length * 7U + 7U) / 8U);
    }
    data += 3;
    size -= 3;
    const std::size_t taken = std::min({size, std::size_t{segment.size}, segment.octets.size()});
    std::copy_n(data, taken, segment.octets.begin());
    data += taken;
    size -= taken;
    segments.push_back(segment);
    const auto read = klikspor::unpack_segment(segment);
    if (!read) continue;
    check(segment.size <= 140 && read->text.size() <= 160);
    check(read->number >= 1 && read->number <= read->segments);
    check(read->tables.locking < klikspor::national_languages && read->tables.single < klikspor::national_languages);
  }
  const auto joined = klikspor::unpack_segments(segments);
  if (!joined) return;
  check(segments.size() <= 255);
  std::reverse(segments.begin(), segments.end());
  const auto reversed = klikspor::unpack_segments(segments);
  check(reversed.has_value() && *reversed == *joined);
}

}  // namespace

std::vector<Octets> seeds() {
  Octets round_trip{1, 0, 12, 0, 0, 7, 0, 0, 0, 0, 0};
  for (const char16_t unit : std::u16string_view(u"Kære €uro 🎉")) put(round_trip, unit, 2);
  Octets octets{0};
  for (const auto& segment : *klikspor::pack_segments(u"Hej €", {}, {})) {
    octets.insert(octets.end(), {segment.size, segment.length, std::uint8_t{0}});
    octets.insert(octets.end(), segment.octets.begin(), segment.octets.begin() + segment.size);
  }
  return {round_trip, octets};
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  if ((data[0] & 1U) != 0) {
    check_round_trip(data + 1, size - 1);
  } else {
    check_any_octets(data + 1, size - 1);
  }
  return 0;
}
