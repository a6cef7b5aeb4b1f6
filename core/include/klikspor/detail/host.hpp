#pragma once
#include <string>
#include <string_view>

#include "klikspor/result.hpp"

namespace klikspor::detail {

struct Host {
  std::string ascii;    ///< lower case, Punycode where needed
  std::string display;  ///< as people read it, UTF-8
};

/// Checks and finishes a host name, given as UTF-8 without port. Labels of Latin (with digits and -), Greek or Cyrillic
/// letters are lower-cased and encoded by Punycode (RFC 3492, RFC 5891); one label holds one script, so that letters
/// which look alike cannot be mixed. Other scripts are refused: they can be given in Punycode. An `xn--` label must
/// decode to what encodes to it again. Numbers are taken only as dotted quads.
[[nodiscard]] Result<Host> finish_host(std::string_view utf8);

/// RFC 3492, without the `xn--`.
[[nodiscard]] std::string punycode_encode(std::u32string_view label);
/// False: not Punycode.
[[nodiscard]] bool punycode_decode(std::string_view encoded, std::u32string& label);

}  // namespace klikspor::detail
