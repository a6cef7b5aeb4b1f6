#pragma once
#include <cstddef>

namespace klikspor::door {

/// Octets of the longest slug.
inline constexpr std::size_t longest_token = 9;

/// Where js/hit-lane.ts leaves the token that `Sealer.open` is asked for.
[[nodiscard]] const char* token_room() noexcept;

}  // namespace klikspor::door
