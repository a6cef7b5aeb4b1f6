// Segments for JavaScript. Handing a text over costs more than counting it, so plain exported C functions work on one
// resident buffer that `js/segment.ts` writes code units into; Embind would copy each text twice.
#include "klikspor/segment.hpp"

#include <emscripten/emscripten.h>

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "klikspor/cluster.hpp"

namespace {

std::vector<char16_t> text(4096);
std::array<std::uint32_t, 9> plan_out;
std::vector<klikspor::SegmentRange> ranges_out;

/// Options as seven numbers in the order of `js/segment.ts`; tables 255: not forced.
klikspor::SegmentOptions options_of(std::uint32_t flags, std::uint32_t locking, std::uint32_t single,
                                    std::uint32_t allowed_locking, std::uint32_t allowed_single) {
  klikspor::SegmentOptions options;
  options.reference_bits = (flags & 1U) != 0 ? 16 : 8;
  options.border = static_cast<klikspor::Border>(flags >> 5U & 3U);
  options.force_ucs2 = (flags & 4U) != 0;
  options.ports = static_cast<klikspor::Ports>(flags >> 3U & 3U);
  if (locking != 255) {
    options.tables = klikspor::NationalTables{static_cast<std::uint8_t>(locking), static_cast<std::uint8_t>(single)};
  }
  options.allowed_locking = static_cast<std::uint16_t>(allowed_locking);
  options.allowed_single = static_cast<std::uint16_t>(allowed_single);
  return options;
}

}  // namespace

extern "C" {

/// The text buffer, made to hold `units` code units.
EMSCRIPTEN_KEEPALIVE char16_t* segmentText(std::uint32_t units) {
  if (text.size() < units) text.resize(units);
  return text.data();
}

/// Plans the first `length` code units of the buffer; the plan stays until the next call.
EMSCRIPTEN_KEEPALIVE const std::uint32_t* segmentPlan(std::uint32_t length, std::uint32_t flags, std::uint32_t locking,
                                                      std::uint32_t single, std::uint32_t allowed_locking,
                                                      std::uint32_t allowed_single) {
  const auto plan = klikspor::plan_segments({text.data(), length},
                                            options_of(flags, locking, single, allowed_locking, allowed_single));
  plan_out = {plan.encoding == klikspor::Encoding::ucs2 ? 1U : 0U,
              plan.segments,
              plan.units_used,
              plan.units_left,
              plan.capacity_single,
              plan.capacity_multi,
              plan.tables.locking,
              plan.tables.single,
              plan.exceeds_limit() ? 1U : 0U};
  return plan_out.data();
}

/// Where the cluster that begins at `start` of the same text ends.
EMSCRIPTEN_KEEPALIVE std::uint32_t segmentClusterEnd(std::uint32_t length, std::uint32_t start) {
  return static_cast<std::uint32_t>(klikspor::cluster_end({text.data(), length}, start));
}

/// Ranges of the same text, four numbers each; the count comes from `segmentPlan`.
EMSCRIPTEN_KEEPALIVE const klikspor::SegmentRange* segmentRanges(std::uint32_t length, std::uint32_t flags,
                                                                 std::uint32_t locking, std::uint32_t single,
                                                                 std::uint32_t allowed_locking,
                                                                 std::uint32_t allowed_single) {
  ranges_out = klikspor::segment_ranges({text.data(), length},
                                        options_of(flags, locking, single, allowed_locking, allowed_single));
  return ranges_out.data();
}

}  // extern "C"
