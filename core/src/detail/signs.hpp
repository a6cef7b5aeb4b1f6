#pragma once
#include <cstddef>
#include <string_view>

/// Signs and letters beyond ASCII, for links in texts and for what people paste.
namespace klikspor::detail {

/// Whether a code point, U+0080 or above, is punctuation, a symbol, a space, an invisible mark or part of an emoji:
/// what stands around an address rather than in it. All else is a letter, a digit or a mark of one. Half a character is
/// a sign.
[[nodiscard]] bool is_sign(char32_t point) noexcept;

/// White space of any kind, controls, and what nobody sees: zero-width marks, marks of direction, soft hyphens,
/// fillers.
[[nodiscard]] bool is_blank(char16_t unit) noexcept;

/// Whether a code unit is a letter of a script whose words stand without spaces between them or grow endings where
/// others write a word (Chinese, Japanese, Korean, Thai, Lao, Khmer, Burmese, Tibetan): an address begins right behind
/// one.
[[nodiscard]] bool is_unspaced(char16_t unit) noexcept;

/// `text` without what is blank around it, and behind it variation selectors that vary nothing.
[[nodiscard]] std::u16string_view without_blanks(std::u16string_view text) noexcept;

}  // namespace klikspor::detail
