#include "klikspor/encoding.hpp"

#include "detail/gsm7_table.hpp"

namespace klikspor {

std::string_view name_of(Encoding encoding) noexcept {
  switch (encoding) {
    case Encoding::gsm7: return "gsm7";
    case Encoding::ucs2: return "ucs2";
  }
  return "unknown";
}

SeptetCosts::SeptetCosts(NationalTables tables) noexcept {
  // The locking table first: a character in both is sent from there.
  for (const char16_t unit : detail::locking_table(tables.locking % national_languages)) add(unit, 1);
  for (const char16_t unit : detail::single_table(tables.single % national_languages)) add(unit, 2);
}

void SeptetCosts::add(char16_t unit, std::uint8_t cost) noexcept {
  if (unit == 0) return;  // unassigned
  std::size_t i = slot_of(unit);
  while (costs_[i] != 0) {
    if (units_[i] == unit) return;
    i = (i + 1) % slots;
  }
  units_[i] = unit;
  costs_[i] = cost;
}

}  // namespace klikspor
