#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace klikspor {

/// What networks make of a sender (3GPP TS 23.040, 9.1.2.5). The first three travel; of several reasons against a
/// sender the first in this order is told.
enum class SenderForm : std::uint8_t {
  number,           ///< takes answers; nothing else does
  name,             ///< of A-Z, a-z, 0-9 and spaces
  name_with_signs,  ///< some networks write these otherwise (æ, &) or refuse them
  empty,
  number_length,
  outside_gsm7,  ///< a character that the default alphabet lacks: an address has no escape either
  no_letter,
  too_short,
  too_long,
};

inline constexpr std::size_t shortest_sender = 3;  ///< below, most networks refuse it
inline constexpr std::size_t longest_name = 11;    ///< what the ten octets of an address hold in septets
inline constexpr std::size_t longest_number = 15;  ///< digits (ITU-T E.164)

/// The form of a sender as a person writes it, white space around it ignored. A number is digits, with spaces between
/// them and a + in front if need be. Linear in `sender`.
[[nodiscard]] SenderForm sender_form(std::u16string_view sender) noexcept;

/// Whether a sender of this form is meant as a number, be it too short or too long.
[[nodiscard]] constexpr bool is_number(SenderForm form) noexcept {
  return form == SenderForm::number || form == SenderForm::number_length;
}

/// A sender as registers know it: a number without white space, as it is the same however it is grouped, and a name
/// without white space around it, its capitals as they are.
[[nodiscard]] std::u16string written_sender(std::u16string_view sender);

/// Whether a name is 1 to `longest_name` of A-Z, a-z and 0-9, which is all that some networks carry.
[[nodiscard]] bool is_plain_name(std::u16string_view name) noexcept;

/// A plain name close to `name`: æ as ae, ø as oe, å as aa, letters without their marks, everything else left out, cut
/// after `longest_name`. Nothing: it has no letter. Linear in `name`.
[[nodiscard]] std::optional<std::string> plain_name(std::u16string_view name);

}  // namespace klikspor
