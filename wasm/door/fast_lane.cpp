// The fast lane: plain C functions for calls that Embind makes felt, each with its figure in js/fast-lane.ts.
// One protocol: copy in, call, copy out; nothing survives the call.
#include <emscripten/emscripten.h>

#include <cstdint>
#include <vector>

#include "klikspor/segment.hpp"

namespace {

/// Where JavaScript copies in and out. The only mutable global of the door.
std::vector<char16_t> arena;

}  // namespace

extern "C" {

/// Room for so many code units.
EMSCRIPTEN_KEEPALIVE char16_t* laneRoom(std::uint32_t units) {
  if (arena.size() < units) arena.resize(units);
  return arena.data();
}

/// Leaves `klikspor::septets_of` of every code unit, an octet each.
EMSCRIPTEN_KEEPALIVE const std::uint8_t* laneSeptets() {
  auto* out = reinterpret_cast<std::uint8_t*>(laneRoom(0x8000));
  for (std::uint32_t unit = 0; unit < 0x10000; ++unit)
    out[unit] = static_cast<std::uint8_t>(klikspor::septets_of(static_cast<char16_t>(unit)));
  return out;
}

/// Plans the first `units` code units with the default options and leaves segments, units and units left in their
/// place.
EMSCRIPTEN_KEEPALIVE const std::uint32_t* lanePlan(std::uint32_t units) {
  const auto plan = klikspor::plan_segments({arena.data(), units});
  auto* out = reinterpret_cast<std::uint32_t*>(laneRoom(6));
  out[0] = plan.segments;
  out[1] = plan.units_used;
  out[2] = plan.units_left;
  return out;
}

}  // extern "C"
