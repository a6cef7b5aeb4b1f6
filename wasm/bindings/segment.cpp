// Segments for JavaScript. Handing a text over costs more than counting it, so plain exported C functions work on one
// resident buffer that `js/segment.ts` writes code units into; Embind would copy each text twice.
#include "klikspor/segment.hpp"

#include <emscripten/emscripten.h>

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "klikspor/cluster.hpp"
#include "segment_options.hpp"

namespace {

std::vector<char16_t> text(4096);
std::array<std::uint32_t, plan_numbers> plan_out;
std::vector<klikspor::SegmentRange> ranges_out;

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
  const auto plan = klikspor::plan_segments(
      {text.data(), length}, segment_options_of(flags, locking, single, allowed_locking, allowed_single));
  write_plan(plan, plan_out.data());
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
                                        segment_options_of(flags, locking, single, allowed_locking, allowed_single));
  return ranges_out.data();
}

}  // extern "C"
