// What previews and trial clicks need of slugs, without a key.
#include "convert.hpp"
#include "klikspor/slug.hpp"

namespace klikspor::door {
namespace {

val sample(double width, double recipient, double link) {
  Reader reader;
  const auto signs = reader.whole<std::uint32_t>("width", width, 8, 9);
  const auto row = reader.whole<std::uint32_t>("recipient", recipient, 0, highest_uint32);
  const auto place = reader.whole<std::uint32_t>("link", link, 0, 255);
  if (reader.refused()) return reader.error();
  return text(sample_slug(signs == 9 ? SlugWidth::nine : SlugWidth::eight, row, place));
}

val last_recipient(double links_in_message) {
  Reader reader;
  const auto links = reader.whole<std::uint32_t>("linksInMessage", links_in_message, 1, slots_per_campaign);
  if (reader.refused()) return reader.error();
  return val(test_recipient(links));
}

}  // namespace

EMSCRIPTEN_BINDINGS(sample_slug) {
  emscripten::function("sampleSlug", &sample);
  emscripten::function("testRecipient", &last_recipient);
}

}  // namespace klikspor::door
