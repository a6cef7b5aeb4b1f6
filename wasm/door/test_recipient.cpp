// Whose clicks are the composer's own trials.
#include "convert.hpp"
#include "klikspor/slug.hpp"

namespace klikspor::door {
namespace {

val last_recipient(const val& links_in_message) {
  Reader reader;
  const auto links = reader.whole<std::uint32_t>("linksInMessage", links_in_message, 1, slots_per_campaign);
  return reader.refused() ? reader.error() : val(test_recipient(links));
}

}  // namespace

EMSCRIPTEN_BINDINGS(test_recipient) {
  emscripten::function("testRecipient", &last_recipient);
}

}  // namespace klikspor::door
