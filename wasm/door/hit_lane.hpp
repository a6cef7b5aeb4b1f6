#pragma once
#include <array>
#include <cstddef>

namespace klikspor::door {

/// Octets of the longest slug.
inline constexpr std::size_t longest_token = 9;

/// Where js/hit-lane.ts leaves the token that `Sealer.open` is asked for.
extern std::array<char, longest_token> token_room;

}  // namespace klikspor::door
