#pragma once
#include <algorithm>
#include <cstddef>
#include <string_view>

/// ASCII's letters and digits in UTF-16 texts, whatever the locale.
namespace klikspor::detail {

[[nodiscard]] constexpr bool is_digit(char16_t c) noexcept {
  return c >= u'0' && c <= u'9';
}
[[nodiscard]] constexpr bool is_upper(char16_t c) noexcept {
  return c >= u'A' && c <= u'Z';
}
[[nodiscard]] constexpr bool is_lower(char16_t c) noexcept {
  return c >= u'a' && c <= u'z';
}
[[nodiscard]] constexpr bool is_ascii_letter(char16_t c) noexcept {
  return is_upper(c) || is_lower(c);
}
[[nodiscard]] constexpr char16_t lower(char16_t c) noexcept {
  return is_upper(c) ? static_cast<char16_t>(c + 32) : c;
}

[[nodiscard]] constexpr bool equal_ignoring_case(std::u16string_view a, std::u16string_view b) noexcept {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char16_t x, char16_t y) { return lower(x) == lower(y); });
}

}  // namespace klikspor::detail
