#pragma once

/// White space and controls: what stands between words, and around what people write.
namespace klikspor::detail {

/// Unicode's White_Space (PropList.txt; unchanged since Unicode 6.3): what ends an address in a text, is trimmed from
/// names and values, and is one space in the name of a field.
[[nodiscard]] constexpr bool is_white(char32_t point) noexcept {
  if (point < 0x80) return point == U' ' || (point >= 0x09 && point <= 0x0D);
  return point == 0x85 || point == 0xA0 || point == 0x1680 || (point >= 0x2000 && point <= 0x200A) || point == 0x2028 ||
         point == 0x2029 || point == 0x202F || point == 0x205F || point == 0x3000;
}

/// Unicode's Cc. Some of them are white space as well.
[[nodiscard]] constexpr bool is_control(char32_t point) noexcept {
  return point < 0x20 || (point >= 0x7F && point < 0xA0);
}

/// What browsers drop wherever it stands in an address (WHATWG URL, 4.4: ASCII tab or newline).
[[nodiscard]] constexpr bool is_tab_or_newline(char32_t point) noexcept {
  return point == U'\t' || point == U'\n' || point == U'\r';
}

}  // namespace klikspor::detail
