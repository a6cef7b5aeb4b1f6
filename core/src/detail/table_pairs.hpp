#pragma once
#include <cstdint>

#include "klikspor/segment.hpp"

namespace klikspor::detail {

/// The pair that such identifiers stand for: Spanish has no locking table, and no language has one above Urdu's.
[[nodiscard]] constexpr NationalTables known(NationalTables tables) noexcept {
  constexpr std::uint8_t spanish = 2;
  if (tables.locking == spanish || tables.locking >= national_languages) tables.locking = 0;
  if (tables.single >= national_languages) tables.single = 0;
  return tables;
}

/// Calls `use` with every pair of tables that may carry a text, the default ones first, then by identifiers.
template <class Use>
void for_each_pair(const SegmentOptions& options, Use&& use) {
  const auto allowed = [](std::uint8_t language, std::uint16_t languages) {
    return language == 0 || (1U << language & languages) != 0;
  };
  for (std::uint8_t locking = 0; locking < national_languages; ++locking) {
    if (!allowed(locking, options.allowed_locking)) continue;
    for (std::uint8_t single = 0; single < national_languages; ++single) {
      const NationalTables tables{locking, single};
      if (allowed(single, options.allowed_single) && known(tables) == tables) use(tables);
    }
  }
}

}  // namespace klikspor::detail
