#pragma once
#include <array>
#include <cstddef>

namespace klikspor::door {

/// Octets of a path token that are looked at: one more than a slug and the sign behind it have.
inline constexpr std::size_t longest_token = 11;

/// Where js/hit-lane.ts leaves the token that `Sealer.open` is asked for.
extern std::array<char, longest_token> token_room;

}  // namespace klikspor::door
