#pragma once
#include <string>
#include <string_view>

#include "klikspor/host.hpp"
#include "klikspor/result.hpp"

namespace klikspor::detail {

/// Checks and finishes a host name, given as UTF-8 without port. Labels of Latin (with digits and -), Greek or Cyrillic
/// letters are lower-cased and encoded by Punycode (RFC 3492, RFC 5891); of UTS #46 that is all the mapping there is,
/// and what it would map besides (ſ to s, full-width signs, an accent as a sign of its own) is refused. One label holds
/// one script, and one of Greek or Cyrillic letters alone has some that no Latin letter looks like: `аррӏе` is refused.
/// Other scripts are refused: they can be given in Punycode. An `xn--` label must decode to what encodes to it again.
/// Numbers are taken only as dotted quads. A name of one label is refused but for `localhost`, which leads nowhere.
[[nodiscard]] Result<Host> finish_host(std::string_view utf8);

/// How a host that is refused for its letters (`Errc::host_script`) can be written instead, with `xn--` labels; empty:
/// only a browser could tell, because it takes one of its signs for others.
[[nodiscard]] std::string spelled_host(std::string_view utf8);

/// RFC 3492, without the `xn--`.
[[nodiscard]] std::string punycode_encode(std::u32string_view label);
/// False: not Punycode.
[[nodiscard]] bool punycode_decode(std::string_view encoded, std::u32string& label);

}  // namespace klikspor::detail
