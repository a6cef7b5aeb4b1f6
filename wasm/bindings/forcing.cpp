// What forces UCS-2, for JavaScript: the text is lent by `js/forcing.ts`, the answer stays until the next call.
#include "klikspor/forcing.hpp"

#include <emscripten/emscripten.h>

#include <cstdint>
#include <vector>

#include "segment_options.hpp"

namespace {
std::vector<klikspor::ForcingCharacter> found;
}

extern "C" {

/// Returns how many there are; `forcingFound` has two numbers each: index and code point.
EMSCRIPTEN_KEEPALIVE std::uint32_t forcingFind(const char16_t* text, std::uint32_t length, std::uint32_t flags,
                                               std::uint32_t locking, std::uint32_t single,
                                               std::uint32_t allowed_locking, std::uint32_t allowed_single) {
  found = klikspor::forcing_characters({text, length},
                                       segment_options_of(flags, locking, single, allowed_locking, allowed_single));
  return static_cast<std::uint32_t>(found.size());
}

EMSCRIPTEN_KEEPALIVE const klikspor::ForcingCharacter* forcingFound() {
  return found.data();
}

}  // extern "C"
