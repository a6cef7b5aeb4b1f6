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

val written(const std::u16string& sender) {
  return text(written_sender(sender));
}

val plain(const std::u16string& name) {
  const auto found = plain_name(name);
  return found ? text(*found) : val::null();
}

}  // namespace

EMSCRIPTEN_BINDINGS(sender) {
  emscripten::function("senderForm", &form);
  emscripten::function("writtenSender", &written);
  emscripten::function("plainName", &plain);
}

}  // namespace klikspor::door
