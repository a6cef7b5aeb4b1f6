#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// What costs a text its GSM-7, and what says the same within it: typographic quotes, dashes and spaces, letters with
/// marks that the default alphabet lacks, invisible signs that came along from a web page.
namespace klikspor {

/// Code units start … end-1 that the default tables lack: one character, or a letter and the mark that follows it where
/// the two together are one letter of GSM-7 (å as macOS writes it).
struct Offender {
  std::uint32_t start = 0;
  std::uint32_t end = 0;
  /// Nothing in GSM-7 says the same: an emoji, a letter of another script, half a character.
  bool replaceable = false;
  /// At most three code units, every one of them in GSM-7; empty: to be left out. Points into a constant table.
  std::u16string_view replacement;
};

/// Every such place, in order; none: the text travels as GSM-7 with the default tables. Total; linear in `text`.
[[nodiscard]] std::vector<Offender> explain_text(std::u16string_view text);

/// The text with every replaceable offender replaced. The others stay, and so does a text's meaning: signs that hold an
/// emoji together are not taken from it.
[[nodiscard]] std::u16string replace_characters(std::u16string_view text);

}  // namespace klikspor
