// How senders are written.
#include "convert.hpp"
#include "klikspor/sender.hpp"

namespace klikspor::door {
namespace {

val written(const std::u16string& sender) {
  return text(written_sender(sender));
}

val plain(const std::u16string& name) {
  const auto found = plain_name(name);
  return found ? text(*found) : val::null();
}

}  // namespace

EMSCRIPTEN_BINDINGS(sender_name) {
  emscripten::function("writtenSender", &written);
  emscripten::function("plainName", &plain);
}

}  // namespace klikspor::door
