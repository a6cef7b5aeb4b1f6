// Segments of any text under any options: as many ranges as counted, without a gap, none over 140 octets, and no list
// of tables that is allowed needs more segments than UCS-2.
#include "klikspor/segment.hpp"

#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <string>

namespace {
void check(bool holds) {
  if (!holds) std::abort();
}
}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 4) return 0;
  klikspor::SegmentOptions options;
  options.reference_bits = (data[0] & 1U) != 0 ? 16 : 8;
  options.border = static_cast<klikspor::Border>(data[0] / 2U % 3U);
  options.ports = static_cast<klikspor::Ports>(data[0] / 8U % 3U);
  options.force_ucs2 = (data[0] & 128U) != 0;
  if ((data[1] & 128U) != 0) {
    options.tables =
        klikspor::NationalTables{static_cast<std::uint8_t>(data[1] & 15U), static_cast<std::uint8_t>(data[2] & 15U)};
  }
  options.allowed_locking = data[2];
  options.allowed_single = data[3];
  std::u16string text((size - 4) / 2, u'\0');
  std::memcpy(text.data(), data + 4, text.size() * 2);

  const auto plan = klikspor::plan_segments(text, options);
  const auto ranges = klikspor::segment_ranges(text, options);
  check(ranges.size() == plan.segments);
  std::uint32_t position = 0;
  std::uint32_t units = 0;
  for (const auto& range : ranges) {
    check(range.start == position && range.end > range.start);
    check(range.units <= plan.per_segment() && range.octets <= 140);
    position = range.end;
    units += range.units;
  }
  check(position == text.size() && units == plan.units_used);
  if (!ranges.empty()) check(plan.units_left == plan.per_segment() - ranges.back().units);
  if (!options.tables) {
    options.force_ucs2 = true;
    if (options.border != klikspor::Border::cluster)
      check(plan.segments <= klikspor::plan_segments(text, options).segments);
  }
  return 0;
}
