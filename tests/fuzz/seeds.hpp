#pragma once
// Inputs to begin with. Each target makes its own, since it alone knows how its input is laid out; scripts/fuzz.sh has
// them written by `TARGET --seeds=FOLDER`.
#include <cstdint>
#include <string_view>
#include <vector>

using Octets = std::vector<std::uint8_t>;

/// What a target begins with: at least one input that reaches what the target is about.
std::vector<Octets> seeds();

inline void put(Octets& to, std::uint64_t value, std::size_t size) {
  for (std::size_t i = 0; i < size; ++i) to.push_back(static_cast<std::uint8_t>(value >> (8 * i)));
}
/// As `Input::text` reads it.
inline void put_text(Octets& to, std::string_view text) {
  to.push_back(static_cast<std::uint8_t>(text.size()));
  to.insert(to.end(), text.begin(), text.end());
}
/// As `code_units` reads them.
inline void put_code_units(Octets& to, std::u16string_view text) {
  for (const char16_t unit : text) {
    if (unit >= 0xFF) {
      to.insert(to.end(), {std::uint8_t{0xFF}, static_cast<std::uint8_t>(unit >> 8U)});
    }
    to.push_back(static_cast<std::uint8_t>(unit));
  }
}
