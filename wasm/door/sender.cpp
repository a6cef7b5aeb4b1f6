// Who a message comes from.
#include "klikspor/sender.hpp"

#include "convert.hpp"

namespace klikspor::door {
namespace {

constexpr auto form_names = names<SenderForm>("number", "name", "name-with-signs", "empty", "number-length",
                                              "outside-gsm7", "no-letter", "too-short", "too-long");

val form(const std::u16string& sender) {
  return form_names(sender_form(sender));
}

}  // namespace

EMSCRIPTEN_BINDINGS(sender) {
  emscripten::function("senderForm", &form);
}

}  // namespace klikspor::door
