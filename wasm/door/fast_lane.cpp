// The fast lane: plain C functions for calls that Embind makes felt, each with its figure in js/fast-lane.ts.
// One protocol: copy in, call, copy out; nothing survives the call.
#include <emscripten/emscripten.h>

#include <cstdint>
#include <vector>

#include "klikspor/segment.hpp"

namespace {

/// Where JavaScript copies in and out. The only mutable global of the module.
std::vector<char16_t> arena;

char16_t* room(std::uint32_t units) {
  if (arena.size() < units) arena.resize(units);
  return arena.data();
}

const std::uint32_t* leave(const klikspor::SegmentPlan& plan) {
  auto* out = reinterpret_cast<std::uint32_t*>(room(6));
  out[0] = plan.segments;
  out[1] = plan.units_used;
  out[2] = plan.units_left;
  return out;
}

klikspor::SegmentWalk walk_at(std::uint32_t units, std::uint32_t start, std::uint32_t cuts) {
  return {klikspor::Encoding::ucs2, units, {}, start, cuts};
}

}  // namespace

extern "C" {

/// Room for so many code units.
EMSCRIPTEN_KEEPALIVE char16_t* laneRoom(std::uint32_t units) {
  return room(units);
}

/// Leaves `klikspor::septets_of` of every code unit, an octet each.
EMSCRIPTEN_KEEPALIVE const std::uint8_t* laneSeptets() {
  auto* out = reinterpret_cast<std::uint8_t*>(room(0x8000));
  for (std::uint32_t unit = 0; unit < 0x10000; ++unit)
    out[unit] = static_cast<std::uint8_t>(klikspor::septets_of(static_cast<char16_t>(unit)));
  return out;
}

/// Plans the first `units` code units with the default options and leaves segments, units and units left in their
/// place.
EMSCRIPTEN_KEEPALIVE const std::uint32_t* lanePlan(std::uint32_t units) {
  return leave(klikspor::plan_segments({arena.data(), units}));
}

/// The same of GSM-7 without escape pairs, so that its septets tell all.
EMSCRIPTEN_KEEPALIVE const std::uint32_t* laneCounted(std::uint32_t septets) {
  return leave(klikspor::plan_counted(klikspor::Encoding::gsm7, septets, {}));
}

// A UCS-2 text stays in JavaScript: of all of it, only what stands at each border matters. Where the walk has got to,
// `cuts` segments ended and the next one beginning at `start`, JavaScript remembers.

/// Where the next border falls at the latest; 0: none is left.
EMSCRIPTEN_KEEPALIVE std::uint32_t laneBorder(std::uint32_t units, std::uint32_t start, std::uint32_t cuts) {
  return walk_at(units, start, cuts).border();
}

/// Where the next segment begins, of the code units before and behind that border.
EMSCRIPTEN_KEEPALIVE std::uint32_t laneCut(std::uint32_t units, std::uint32_t start, std::uint32_t cuts,
                                           std::uint32_t before, std::uint32_t behind) {
  auto walk = walk_at(units, start, cuts);
  walk.cut(static_cast<char16_t>(before), static_cast<char16_t>(behind));
  return walk.start();
}

/// Leaves the plan once no border is left.
EMSCRIPTEN_KEEPALIVE const std::uint32_t* laneWalked(std::uint32_t units, std::uint32_t start, std::uint32_t cuts) {
  return leave(walk_at(units, start, cuts).plan());
}

}  // extern "C"
