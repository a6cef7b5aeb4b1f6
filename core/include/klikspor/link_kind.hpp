#pragma once
#include <cstdint>

namespace klikspor {

/// What a short link of a message is for: to lead somewhere, or to let the recipient opt out.
enum class LinkKind : std::uint8_t { destination, opt_out };

}  // namespace klikspor
