#include "klikspor/sender.hpp"

#include <emscripten/emscripten.h>

#include <cstdint>

extern "C" {

/// The form's place in the core's enum.
EMSCRIPTEN_KEEPALIVE std::uint32_t senderForm(const char16_t* text, std::uint32_t length) {
  return static_cast<std::uint32_t>(klikspor::sender_form({text, length}));
}

}  // extern "C"
