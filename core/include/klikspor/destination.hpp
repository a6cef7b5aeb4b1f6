#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "klikspor/result.hpp"

namespace klikspor {

/// A campaign parameter, such as utm_source=sms; both UTF-16, not encoded.
struct Parameter {
  std::u16string_view name;
  std::u16string_view value;
};

/// Stands in a finished destination where the edge writes the slug that was followed. Braces are encoded everywhere
/// else, so nothing but a campaign parameter can bring it in.
inline constexpr std::string_view slug_marker = "{slug}";

/// Where a short link leads, ready for a Location header: ASCII, valid by RFC 3986 once its slug markers are filled in,
/// at most 2,048 characters then.
struct Destination {
  std::string url;
  std::string display_host;  ///< the host as people read it (UTF-8), where Punycode hides it
  /// Where in the text as written a `%` first stands that begins no escape, and so became `%25`; -1: nowhere. Whoever
  /// wrote it may have meant an escape.
  std::int32_t stray_percent = -1;
};

inline constexpr std::size_t longest_destination = 2048;

/// Finishes a destination as a person writes it.
///
///  1. White space is dropped as browsers do (WHATWG URL, 4.4): controls and spaces around it, tabs and line ends
///     anywhere; and around it no-break spaces and what nobody sees (zero-width marks, marks of direction), which come
///     along when people paste. Without scheme it gets `https://`; others than http and https are refused.
///     So is a merge field (`{{…}}`) anywhere: an address of each recipient's own would need a stored row.
///  2. The host is checked, lower-cased and, where needed, written in Punycode (`finish_host`). One dot behind it
///  stays,
///     as in browsers. User info, `\` and `%` in or before the host, IPv6 and odd spellings of IPv4 are refused; a port
///     is 1 … 65535 and left out where it is the scheme's own. A public shortener (core/data/public-shorteners.tsv) is
///     refused, too, and so is what no phone can open (`Reach::nowhere`).
///  3. Path, query and fragment keep every octet that RFC 3986 allows there. Everything else is percent-encoded as
///     UTF-8: `børnetøj`, `[ ]` in `?f[]=1`, a `%` that begins no escape (`100%`). An empty path becomes `/`.
///  4. Campaign parameters go to the end of the query, before the fragment, in their order. One whose name the
///     query has already (compared decoded) takes the place of the first of that name, and further ones are dropped:
///     the campaign's word counts. Parameters with an empty value are left out. `{slug}` in a value
///     stays as it is (`slug_marker`).
///
/// What is encoded so is read by Boost.URL's `parse_uri`, and scheme, host, port, path, query and fragment are the
/// parts it finds. A browser's `new URL()` finds the same host and port.
///
/// Linear in `url` times the parameters.
[[nodiscard]] Result<Destination> build_destination(std::u16string_view url,
                                                    std::span<const Parameter> parameters = {});

}  // namespace klikspor
