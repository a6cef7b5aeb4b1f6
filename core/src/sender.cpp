#include "klikspor/sender.hpp"

#include <algorithm>

#include "detail/letters.hpp"
#include "detail/white_space.hpp"
#include "klikspor/encoding.hpp"
#include "klikspor/message.hpp"
#include "klikspor/replacement.hpp"

namespace klikspor {
namespace {

using detail::is_ascii_letter;
using detail::is_digit;
using detail::is_white;

/// Of the default alphabet, whose signs all stand below.
constexpr bool is_letter(char16_t c) noexcept {
  return is_ascii_letter(c) || c >= u'À';
}

constexpr bool is_letter_or_digit(char16_t c) noexcept {
  return is_ascii_letter(c) || is_digit(c);
}
/// A letter of the default alphabet in A-Z and a-z; empty: it is none of Latin script.
constexpr std::string_view spelled(char16_t letter) noexcept {
  switch (letter) {
    case u'Æ':
    case u'Ä': return "Ae";
    case u'Ø':
    case u'Ö': return "Oe";
    case u'Å': return "Aa";
    case u'Ü': return "Ue";
    case u'æ':
    case u'ä': return "ae";
    case u'ø':
    case u'ö': return "oe";
    case u'å': return "aa";
    case u'ü': return "ue";
    case u'ß': return "ss";
    case u'à': return "a";
    case u'Ç': return "C";
    case u'É': return "E";
    case u'é':
    case u'è': return "e";
    case u'ì': return "i";
    case u'Ñ': return "N";
    case u'ñ': return "n";
    case u'ò': return "o";
    case u'ù': return "u";
    default: return {};
  }
}

void append_plain(std::string& plain, std::u16string_view text) {
  for (const char16_t c : text) {
    if (is_letter_or_digit(c)) {
      plain.push_back(static_cast<char>(c));
    } else {
      plain += spelled(c);
    }
  }
}

}  // namespace

SenderForm sender_form(std::u16string_view sender) noexcept {
  const std::u16string_view name = trimmed(sender);
  if (name.empty()) return SenderForm::empty;

  const std::u16string_view number = name.front() == u'+' ? name.substr(1) : name;
  std::size_t digits = 0;
  std::size_t spaces = 0;
  for (const char16_t c : number) {
    if (is_digit(c)) ++digits;
    if (is_white(c)) ++spaces;
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
  const auto is_safe = [](char16_t c) { return is_letter_or_digit(c) || c == u' '; };
  return std::all_of(name.begin(), name.end(), is_safe) ? SenderForm::name : SenderForm::name_with_signs;
}

std::u16string written_sender(std::u16string_view sender) {
  std::u16string written(trimmed(sender));
  if (is_number(sender_form(sender))) {
    written.erase(std::remove_if(written.begin(), written.end(), is_white), written.end());
  }
  return written;
}

bool is_plain_name(std::u16string_view name) noexcept {
  return !name.empty() && name.size() <= longest_name && std::all_of(name.begin(), name.end(), is_letter_or_digit);
}

std::optional<std::string> plain_name(std::u16string_view name) {
  std::string plain;
  std::size_t at = 0;
  // What GSM-7 lacks is written as messages write it (Zoë as Zoe), unless signs stand in for it ((c), 1/2).
  for (const Offender& offender : explain_text(name)) {
    append_plain(plain, name.substr(at, offender.start - at));
    const std::u16string_view same = offender.replacement();
    const auto is_sign = [](char16_t c) { return !is_letter_or_digit(c) && spelled(c).empty(); };
    if (std::none_of(same.begin(), same.end(), is_sign)) append_plain(plain, same);
    at = offender.end;
  }
  append_plain(plain, name.substr(at));
  plain.resize(std::min(plain.size(), longest_name));
  if (std::none_of(plain.begin(), plain.end(), [](char c) { return is_ascii_letter(static_cast<char16_t>(c)); })) {
    return std::nullopt;
  }
  return plain;
}

}  // namespace klikspor
