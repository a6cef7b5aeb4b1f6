// What previews and trial clicks need of slugs, without a key.
#include "convert.hpp"
#include "klikspor/slug.hpp"

namespace klikspor::door {
namespace {

val sample(double width, double recipient, double link) {
  const auto signs = whole<std::uint32_t>("width", width, 8, 9);
  if (!signs) return signs.error();
  const auto row = whole<std::uint32_t>("recipient", recipient, 0, highest_uint32);
  if (!row) return row.error();
  const auto place = whole<std::uint32_t>("link", link, 0, 255);
  if (!place) return place.error();
  return text(sample_slug(*signs == 9 ? SlugWidth::nine : SlugWidth::eight, *row, *place));
}

val last_recipient(double links_in_message) {
  const auto links = whole<std::uint32_t>("linksInMessage", links_in_message, 1, slots_per_campaign);
  return links ? val(test_recipient(*links)) : links.error();
}

}  // namespace

EMSCRIPTEN_BINDINGS(sample_slug) {
  emscripten::function("sampleSlug", &sample);
  emscripten::function("testRecipient", &last_recipient);
}

}  // namespace klikspor::door
