#pragma once
#include <cstddef>
#include <string_view>

namespace klikspor {

/// What people see as one character: an extended grapheme cluster (UAX #29, rules GB3 to GB13 with the conjunct rule
/// GB9c). Returns where the cluster that begins at `start` ends, at least one code point further (`text.size()` at the
/// end). A lone surrogate is a cluster of its own. Linear in the cluster; allocates nothing.
[[nodiscard]] std::size_t cluster_end(std::u16string_view text, std::size_t start) noexcept;

}  // namespace klikspor
