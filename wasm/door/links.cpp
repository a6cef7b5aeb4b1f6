// Links in texts.
#include "klikspor/links.hpp"

#include "convert.hpp"
#include "klikspor/misspelled_schemes.hpp"

namespace klikspor::door {
namespace {

constexpr auto card_names = names<LinkCard>("no-link", "several", "inside", "edge");

val find(const std::u16string& text) {
  return array(find_links(text));
}

val find_overlooked(const std::u16string& text) {
  return array(find_overlooked_links(text));
}

val find_misspelled(const std::u16string& text) {
  return array(find_misspelled_schemes(text));
}

val card(const std::u16string& text) {
  return card_names(link_card(text, find_links(text)));
}

}  // namespace

EMSCRIPTEN_BINDINGS(links) {
  ValueObject<FoundLink>("FoundLink").field("start", &FoundLink::start).field("end", &FoundLink::end);
  emscripten::function("findLinks", &find);
  emscripten::function("findOverlookedLinks", &find_overlooked);
  emscripten::function("findMisspelledSchemes", &find_misspelled);
  emscripten::function("linkCard", &card);
}

}  // namespace klikspor::door
