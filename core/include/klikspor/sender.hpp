#pragma once
#include <cstdint>
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

}  // namespace klikspor
