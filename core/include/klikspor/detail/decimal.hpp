#pragma once
#include <array>
#include <cstdint>
#include <string>

namespace klikspor::detail {

/// Appends `value` in decimal digits. std::to_string brings tables that every browser would download.
inline void append_decimal(std::string& out, std::uint32_t value) {
  std::array<char, 10> digits{};
  std::size_t at = digits.size();
  do {
    digits[--at] = static_cast<char>('0' + value % 10);
    value /= 10;
  } while (value > 0);
  out.append(digits.data() + at, digits.size() - at);
}

}  // namespace klikspor::detail
