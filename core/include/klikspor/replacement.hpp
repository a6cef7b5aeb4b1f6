#pragma once
#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "klikspor/segment.hpp"

/// What costs a text its GSM-7, and what says the same within it: typographic quotes, dashes and spaces, letters with
/// marks that the tables lack, invisible signs that came along from a web page.
namespace klikspor {

/// Code units start … end-1 that the tables lack: one character as people see it, so a letter with the marks that
/// follow it (å as macOS writes it, in whatever order marks stand) and an emoji with what joins or colours it.
struct Offender {
  std::uint32_t start = 0;
  std::uint32_t end = 0;
  /// The first code point of it that the tables lack; of a keycap (1️⃣) the keycap. A lone surrogate is its own.
  char32_t code_point = 0;
  /// Nothing in the tables says the same: an emoji, a letter of another script, half a character.
  bool replaceable = false;
  std::uint8_t replacement_units = 0;
  std::array<char16_t, 3> replacement_text{};

  /// At most three code units, every one of them in the tables; empty: to be left out. Lives as long as the offender.
  [[nodiscard]] std::u16string_view replacement() const noexcept {
    return {replacement_text.data(), replacement_units};
  }
};

/// Every such place, in order; none where the text travels as GSM-7, or is forced to be UCS-2. With national tables
/// allowed, the pair decides that leaves fewest places without replacement, then fewest places, then the lowest
/// identifiers. Letters are taken as Unicode composes them (NFC) before anything is replaced. Total; linear in `text`
/// (times the pairs of tables that are allowed).
[[nodiscard]] std::vector<Offender> explain_text(std::u16string_view text, const SegmentOptions& options = {});

/// The text with every replaceable offender replaced. The others stay, and so does a text's meaning: signs that hold an
/// emoji together are not taken from it.
[[nodiscard]] std::u16string replace_characters(std::u16string_view text, const SegmentOptions& options = {});

}  // namespace klikspor
