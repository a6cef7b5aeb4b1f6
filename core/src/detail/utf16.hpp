#pragma once
#include <cstddef>
#include <string_view>

#include "klikspor/encoding.hpp"

namespace klikspor::detail {

/// A code point of a text and where it ends. A lone surrogate is one, too.
struct CodePoint {
  char32_t value = 0;
  std::size_t end = 0;
};

/// The code point that begins at `at`, below `text.size()`.
[[nodiscard]] constexpr CodePoint code_point_at(std::u16string_view text, std::size_t at) noexcept {
  const char16_t high = text[at];
  if (!is_high_surrogate(high) || at + 1 == text.size() || !is_low_surrogate(text[at + 1])) return {high, at + 1};
  return {0x10000U + ((high - 0xD800U) << 10U) + (text[at + 1] - 0xDC00U), at + 2};
}

/// Half of a character: no UTF-8 has it.
[[nodiscard]] constexpr bool is_surrogate(char32_t point) noexcept {
  return point >= 0xD800 && point <= 0xDFFF;
}

}  // namespace klikspor::detail
