// Slugs for previews, without a key.
#include "convert.hpp"
#include "klikspor/slug.hpp"

namespace klikspor::door {
namespace {

val sample(const val& width, const val& recipient, const val& link) {
  Reader reader;
  const auto signs = reader.whole<std::uint32_t>("width", width, 8, 9);
  const auto row = reader.whole<std::uint32_t>("recipient", recipient, 0, highest_uint32);
  const auto place = reader.whole<std::uint32_t>("link", link, 0, 255);
  if (reader.refused()) return reader.error();
  return text(sample_slug(signs == 9 ? SlugWidth::nine : SlugWidth::eight, row, place));
}

}  // namespace

EMSCRIPTEN_BINDINGS(sample_slug) {
  emscripten::function("sampleSlug", &sample);
}

}  // namespace klikspor::door
