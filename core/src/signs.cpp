#include "detail/signs.hpp"

#include <cstdint>

#include "detail/numbers.hpp"
#include "detail/white_space.hpp"
#include "tables/sign_tables.hpp"

namespace klikspor::detail {

bool is_sign(char32_t point) noexcept {
  // Beyond the table: emoji and what is drawn like them, tags, variation selectors, private use.
  if (point > 0xFFFF) return (point >= 0x1F000 && point <= 0x1FFFF) || point >= 0xE0000;
  Numbers lengths(tables::sign_run_lengths.data());
  std::uint32_t end = 0x80;
  for (bool sign = false;; sign = !sign) {
    end += lengths.next();
    if (point < end) return sign;
  }
}

bool is_blank(char16_t unit) noexcept {
  return is_white(unit) || is_control(unit) || unit == 0xAD || unit == 0x034F || unit == 0x061C || unit == 0x115F ||
         unit == 0x1160 || unit == 0x180E || unit == 0x3164 || unit == 0xFFA0 || (unit >= 0x200B && unit <= 0x200F) ||
         (unit >= 0x202A && unit <= 0x202E) || (unit >= 0x2060 && unit <= 0x206F) || unit == 0xFEFF;
}

bool is_unspaced(char16_t unit) noexcept {
  if (unit < 0x0E00) return false;
  return unit <= 0x109F || (unit >= 0x1780 && unit <= 0x17FF) || (unit >= 0x2E80 && unit <= 0xA4CF) ||
         (unit >= 0xAC00 && unit <= 0xD7FF) || (unit >= 0xF900 && unit <= 0xFAFF) || (unit >= 0xFF66 && unit <= 0xFFDC);
}

std::u16string_view without_blanks(std::u16string_view text) noexcept {
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  // A variation selector is of the emoji or ideograph before it, and of nothing behind ASCII or another.
  const auto is_selector = [](char16_t unit) { return unit >= 0xFE00 && unit <= 0xFE0F; };
  const auto varies_nothing = [&](std::u16string_view of) {
    const char16_t before = of.size() > 1 ? of[of.size() - 2] : u' ';
    return is_selector(of.back()) && (before < 0x80 || is_blank(before) || is_selector(before));
  };
  while (!text.empty() && (is_blank(text.back()) || varies_nothing(text))) text.remove_suffix(1);
  return text;
}

}  // namespace klikspor::detail
