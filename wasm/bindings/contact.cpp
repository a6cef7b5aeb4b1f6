// Contacts for JavaScript: the text is lent by `js/contact.ts`, the answer stays until the next call.
#include "klikspor/contact.hpp"

#include <emscripten/emscripten.h>

#include <cstdint>
#include <string>

namespace {
std::string answer;
}

extern "C" {

/// Returns the kind's place in the core's enum and leaves value, address and shown text in the answer, a line each; or
/// -1 and leaves the refusal's name there.
EMSCRIPTEN_KEEPALIVE std::int32_t contactBuild(const char16_t* text, std::uint32_t length) {
  const auto done = klikspor::build_contact({text, length});
  if (!done) {
    answer = klikspor::name_of(done.error());
    return -1;
  }
  answer = done->value + '\n' + done->href + '\n' + done->shown;
  return static_cast<std::int32_t>(done->kind);
}

EMSCRIPTEN_KEEPALIVE const char* contactAnswer() {
  return answer.data();
}
EMSCRIPTEN_KEEPALIVE std::uint32_t contactAnswerLength() {
  return static_cast<std::uint32_t>(answer.size());
}

}  // extern "C"
