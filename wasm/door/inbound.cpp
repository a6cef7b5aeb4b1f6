// What a message that somebody sends back asks for.
#include "convert.hpp"
#include "klikspor/opt_out.hpp"

namespace klikspor::door {
namespace {

constexpr auto inbound_names = names<InboundWord>("neither", "stop", "start");

val inbound(const std::u16string& text) {
  return inbound_names(inbound_word(text));
}

}  // namespace

EMSCRIPTEN_BINDINGS(inbound) {
  emscripten::function("inboundWord", &inbound);
}

}  // namespace klikspor::door
