// The fast lane of whoever counts: what every hit asks, each with its figure in js/hit-lane.ts. As in fast_lane.cpp
// nothing survives the call.
#include <emscripten/emscripten.h>

#include <array>
#include <cstdint>

#include "convert.hpp"
#include "klikspor/fold.hpp"
#include "klikspor/slug.hpp"

namespace {

/// Where JavaScript copies out.
std::array<std::uint32_t, 3> left;

/// Whether `value` is a whole number of the range; NaN is not.
bool is_whole(double value, double low, double high) {
  return value >= low && value <= high && static_cast<double>(static_cast<std::uint64_t>(value)) == value;
}
bool is_count(double value) {
  return is_whole(value, 1, klikspor::slots_per_campaign);
}

}  // namespace

extern "C" {

/// Leaves the campaign, recipient and link of a plain number; null where an argument is out of its range.
EMSCRIPTEN_KEEPALIVE const std::uint32_t* laneSlot(double plain, double links_in_message) {
  if (!is_whole(plain, 0, klikspor::door::highest_exact) || !is_count(links_in_message)) return nullptr;
  const auto number = static_cast<std::uint64_t>(plain);
  const auto [recipient, link] = klikspor::slot_of(number, static_cast<std::uint32_t>(links_in_message));
  left = {static_cast<std::uint32_t>(klikspor::campaign_of(number)), recipient, link};
  return left.data();
}

/// The shard of a recipient; -1 where an argument is out of its range.
EMSCRIPTEN_KEEPALIVE double laneShard(double recipient, double shards) {
  if (!is_whole(recipient, 0, klikspor::door::highest_uint32) || !is_count(shards)) return -1;
  return klikspor::shard_of(static_cast<std::uint32_t>(recipient), static_cast<std::uint32_t>(shards));
}

}  // extern "C"
