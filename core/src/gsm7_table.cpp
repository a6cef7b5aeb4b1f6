#include "detail/gsm7_table.hpp"

#include "klikspor/encoding.hpp"
#include "tables/gsm7_tables.hpp"

namespace klikspor::detail {
namespace {

constexpr std::uint32_t next(const std::uint8_t*& at) noexcept {
  std::uint32_t value = 0;
  std::uint32_t shift = 0;
  for (; *at > 127; ++at, shift += 7) value |= (*at & 127U) << shift;
  return value | std::uint32_t{*at++} << shift;
}

/// Where each language's table starts.
template <std::size_t size>
constexpr std::array<std::uint16_t, national_languages> starts_in(const std::array<std::uint8_t, size>& packed) {
  std::array<std::uint16_t, national_languages> starts{};
  const std::uint8_t* at = packed.data();
  for (std::uint16_t& start : starts) {
    start = static_cast<std::uint16_t>(at - packed.data());
    for (std::size_t cell = 0; cell < std::tuple_size_v<Gsm7Table>; ++cell) next(at);
  }
  return starts;
}

/// Lays one packed table over another.
void lay(const std::uint8_t* at, Gsm7Table& table) noexcept {
  std::uint32_t last = 0;
  for (char16_t& unit : table) {
    const std::uint32_t value = next(at);
    if (value == 0) continue;
    if (value > 1) last += (value - 2) >> 1U ^ (0U - (value & 1U));
    unit = value > 1 ? static_cast<char16_t>(last) : u'\0';
  }
}

Gsm7Table table_of(const std::uint8_t* packed, std::uint16_t start) noexcept {
  Gsm7Table table{};
  lay(packed, table);
  if (start != 0) lay(packed + start, table);
  return table;
}

constexpr auto locking_starts = starts_in(tables::gsm7_locking);
constexpr auto single_starts = starts_in(tables::gsm7_single);

}  // namespace

Gsm7Table locking_table(std::uint8_t language) noexcept {
  return table_of(tables::gsm7_locking.data(), locking_starts[language]);
}

Gsm7Table single_table(std::uint8_t language) noexcept {
  return table_of(tables::gsm7_single.data(), single_starts[language]);
}

}  // namespace klikspor::detail
