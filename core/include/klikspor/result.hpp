#pragma once
#include <boost/system/result.hpp>
#include <cstdint>
#include <string_view>

namespace klikspor {

/// Why an input was refused. Every failure the core reports by `Result` is one of these.
enum class Errc : std::uint8_t {
  // destinations
  empty_url,
  too_long,           ///< over 2,048 characters when finished
  control_character,  ///< U+0000 … U+001F, U+007F … U+009F
  lone_surrogate,     ///< half of a character
  bad_scheme,         ///< other than http and https
  bad_syntax,         ///< not a URL (RFC 3986)
  user_info,          ///< `user@host`: what stands before @ is mistaken for the host
  no_host,
  host_backslash,    ///< browsers read it as /, other programs do not
  host_percent,      ///< a host that is encoded is hidden
  host_syntax,       ///< a label that is empty, over 63 octets, has a sign no host name has, or begins or ends with -
  host_no_dot,       ///< one label only
  host_numeric,      ///< numbers that are not four from 0 to 255 without leading zeros
  host_script,       ///< letters other than Latin, Greek or Cyrillic, or two of these in one label (look-alikes)
  host_punycode,     ///< `xn--` that does not decode, or not to what it encodes
  port,              ///< other than 1 … 65535
  host_unreachable,  ///< localhost, a private address, a name kept out of the DNS: no phone can open it
  public_shortener,  ///< a host where anybody can have a short link: carriers block what leads through one
  parameter_name,    ///< a campaign parameter without name
  // templates
  merge_field_in_link,   ///< a destination per recipient would need a stored row per recipient
  merge_field_unclosed,  ///< `{{` without `}}`
  merge_field_empty,     ///< `{{}}`
  merge_field_length,    ///< a longest value that is no number from 1 to 1000
  link_joined,           ///< `https://` that begins no link: behind a letter, or with nothing behind it
  // packed segments
  too_many_segments,    ///< over 255: the header numbers them in one octet
  segment_length,       ///< octets and TP-UDL disagree, over 140 octets, or half a code unit
  segment_header,       ///< a header that runs over its end, or says what cannot be
  segment_escape,       ///< an escape with nothing behind it
  segments_mixed,       ///< segments of several messages
  segments_incomplete,  ///< a segment is missing, or there twice
  // contacts
  contact,    ///< neither a telephone number nor an e-mail address nor a web address
  telephone,  ///< fewer than 3 or more than 15 digits, or a + among them
  email,      ///< what stands before @ is no name of a mailbox
  not_https,  ///< a form that others on the way could read
};

/// The stable name callers see, such as "bad-scheme". Part of the public contract: names are added, never changed.
[[nodiscard]] std::string_view name_of(Errc error) noexcept;

/// A value or the reason there is none. Test it (`if (!r) return r.error();`), then `*r`; never `.value()`,
/// which throws, and the Wasm build has no exceptions.
template <class T>
using Result = boost::system::result<T, Errc>;

}  // namespace klikspor
