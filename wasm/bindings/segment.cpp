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

/// A plan in one number, beside what is the same for all plans of an encoding and options: units left (8 bits: at most
/// 160), exceeds_limit (1 bit), segments (23 bits, enough for a gigabyte of text).
std::uint32_t packed(const klikspor::SegmentPlan& plan) {
  return plan.segments << 9U | (plan.exceeds_limit() ? 1U << 8U : 0U) | plan.units_left;
}

std::vector<char16_t> text(4096);
std::array<std::uint32_t, plan_numbers> plan_out;
std::vector<klikspor::SegmentRange> ranges_out;
std::vector<std::uint32_t> pairs;
klikspor::SegmentWalk walk(klikspor::Encoding::ucs2, 0, {});

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

/// Writes what each of the 65,536 code units costs in septets of the default tables; 0: the text needs UCS-2.
EMSCRIPTEN_KEEPALIVE void segmentCosts(std::uint8_t* costs) {
  for (std::uint32_t unit = 0; unit < 65536; ++unit) {
    costs[unit] = static_cast<std::uint8_t>(klikspor::septets_of(static_cast<char16_t>(unit)));
  }
}

/// The plan, packed, of a text counted in JavaScript: septets without escape pairs or, with UCS-2 forced, code units
/// without surrogate pairs.
EMSCRIPTEN_KEEPALIVE std::uint32_t segmentCounted(std::uint32_t units, std::uint32_t flags) {
  const auto options = segment_options_of(flags);
  const auto encoding = options.force_ucs2 ? klikspor::Encoding::ucs2 : klikspor::Encoding::gsm7;
  return packed(klikspor::plan_counted(encoding, units, options));
}

/// Room for the places of `count` escape pairs.
EMSCRIPTEN_KEEPALIVE std::uint32_t* segmentPairs(std::uint32_t count) {
  if (pairs.size() < count) pairs.resize(count);
  return pairs.data();
}
/// The plan, packed, of GSM-7 of `length` characters, of which the first `count` of these places are escape pairs.
EMSCRIPTEN_KEEPALIVE std::uint32_t segmentPaired(std::uint32_t count, std::uint32_t length, std::uint32_t flags) {
  return packed(klikspor::plan_counted({pairs.data(), count}, length, segment_options_of(flags)));
}

/// Begins a walk over a UCS-2 text, which stays in JavaScript. Returns the border whose two units are asked for next.
EMSCRIPTEN_KEEPALIVE std::uint32_t segmentWalk(std::uint32_t units, std::uint32_t flags) {
  walk = klikspor::SegmentWalk(klikspor::Encoding::ucs2, units, segment_options_of(flags));
  return walk.border();
}
EMSCRIPTEN_KEEPALIVE std::uint32_t segmentCut(std::uint32_t before, std::uint32_t behind) {
  walk.cut(static_cast<char16_t>(before), static_cast<char16_t>(behind));
  return walk.border();
}
/// The plan, packed, once no border is left.
EMSCRIPTEN_KEEPALIVE std::uint32_t segmentWalked() {
  return packed(walk.plan());
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
