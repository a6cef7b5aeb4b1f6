#include "klikspor/sender.hpp"

#include <algorithm>

#include "klikspor/encoding.hpp"
#include "klikspor/message.hpp"

namespace klikspor {
namespace {

constexpr bool is_digit(char16_t c) noexcept {
  return c >= u'0' && c <= u'9';
}
constexpr bool is_ascii_letter(char16_t c) noexcept {
  return (c >= u'A' && c <= u'Z') || (c >= u'a' && c <= u'z');
}
/// Of the default alphabet, whose signs all stand below.
constexpr bool is_letter(char16_t c) noexcept {
  return is_ascii_letter(c) || c >= u'À';
}

}  // namespace

SenderForm sender_form(std::u16string_view sender) noexcept {
  const std::u16string_view name = trimmed(sender);
  if (name.empty()) return SenderForm::empty;

  const std::u16string_view number = name.front() == u'+' ? name.substr(1) : name;
  std::size_t digits = 0;
  std::size_t spaces = 0;
  for (std::size_t i = 0; i < number.size(); ++i) {
    if (is_digit(number[i])) ++digits;
    if (trimmed(number.substr(i, 1)).empty()) ++spaces;
  }
  if (digits + spaces == number.size()) {
    return digits >= shortest_sender && digits <= longest_number ? SenderForm::number : SenderForm::number_length;
  }

  if (std::any_of(name.begin(), name.end(), [](char16_t c) { return septets_of(c) != 1; })) {
    return SenderForm::outside_gsm7;
  }
  if (std::none_of(name.begin(), name.end(), is_letter)) return SenderForm::no_letter;
  if (name.size() < shortest_sender) return SenderForm::too_short;
  if (name.size() > longest_name) return SenderForm::too_long;
  const auto is_safe = [](char16_t c) { return is_ascii_letter(c) || is_digit(c) || c == u' '; };
  return std::all_of(name.begin(), name.end(), is_safe) ? SenderForm::name : SenderForm::name_with_signs;
}

}  // namespace klikspor
