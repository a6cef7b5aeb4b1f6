#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include "klikspor/result.hpp"

namespace klikspor {

enum class ContactKind : std::uint8_t { telephone, email, form };

/// Where recipients reach a sender that takes no answers.
struct Contact {
  ContactKind kind = ContactKind::form;
  std::string value;  ///< ASCII; `build_contact` of it is this contact again
  std::string href;   ///< what a link to it leads to, ready for an attribute once that is escaped: ASCII
  std::string shown;  ///< as people read it, UTF-8
};

inline constexpr std::size_t longest_email = 254;  ///< RFC 5321, 4.5.3.1.3, without its angle brackets

/// Reads a contact as a person writes it, white space around it ignored. What it is follows from what stands there:
///
///  - digits, with `+` in front and spaces and `-./()` between them if need be, are a telephone number of 3 to 15. It
///    keeps its groups (`+45 70 12 34 56`); `00` in front becomes `+`, and a `(0)` behind a country's code, which
///    nobody dials from abroad, is left out;
///  - what has an `@` before any `/` is an e-mail address: a dot-atom of at most 64 octets (RFC 5321, 4.1.2) and a host
///    that `build_destination` would take;
///  - all else is the address of a form, finished by `build_destination`. It must be https: what people write in a form
///    is about them.
[[nodiscard]] Result<Contact> build_contact(std::u16string_view text);

}  // namespace klikspor
