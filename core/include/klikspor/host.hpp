#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include "klikspor/result.hpp"

namespace klikspor {

/// Where a host leads, as far as its name or address tells.
enum class Reach : std::uint8_t {
  open,           ///< somewhere on the open network
  documentation,  ///< below `example` (RFC 2606): what documents and tests write, and nobody takes for a place
  nowhere,        ///< no phone can go there: the device itself, private networks, names that are kept out of the DNS
};

struct Host {
  std::string ascii;    ///< lower case, Punycode where needed
  std::string display;  ///< as people read it, UTF-8
  bool is_address = false;
  Reach reach = Reach::open;
};

/// Checks and finishes a host alone, as a link domain is written: without scheme, port, path and dot behind it; white
/// space is dropped as `build_destination` drops it. Refused
/// is what `build_destination` refuses of a host, but for hosts that lead nowhere: a machine of one's own may have such
/// a name.
[[nodiscard]] Result<Host> finish_host(std::u16string_view host);

/// For a destination, or a host alone, that was refused for its letters (`Errc::host_script`): its host in the spelling
/// that is taken and that browsers read the same way, such as `xn--wgv71a.example` for `日本.example`. Empty where that
/// cannot be told: browsers take signs such as ſ or ｂ for others. Whoever follows the suggestion has seen that the
/// host is not what it may look like.
[[nodiscard]] std::string suggested_host(std::u16string_view text);

}  // namespace klikspor
