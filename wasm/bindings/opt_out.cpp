#include "klikspor/opt_out.hpp"

#include <emscripten/emscripten.h>

#include <cstdint>

extern "C" {

EMSCRIPTEN_KEEPALIVE bool optOutKeyword(const char16_t* text, std::uint32_t length) {
  return klikspor::is_opt_out_keyword({text, length});
}

}  // extern "C"
