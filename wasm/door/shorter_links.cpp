// Which of a message's links a shorter text's links are.
#include "klikspor/shorter_links.hpp"

#include "convert.hpp"
#include "link_kind.hpp"

namespace klikspor::door {
namespace {

/// Links as an outline has them; their addresses are kept in `urls`, in the same order.
std::vector<OutlinedLink> outlined_links(Reader& reader, std::string_view name, const val& given,
                                         std::vector<std::u16string>& urls) {
  std::vector<OutlinedLink> links(reader.length(name, given));
  urls.resize(links.size());
  for (std::size_t i = 0; i < links.size(); ++i) {
    const std::string at = place(name, i);
    const val link = given[i];
    urls[i] = reader.text(at + ".url", field(link, "url"));
    links[i] = {reader.whole<std::int32_t>(at + ".link", field(link, "link"), -1, highest_int32),
                reader.one_of(at + ".kind", field(link, "kind"), kind_names), urls[i]};
  }
  return links;
}

val links(const val& message, const val& shorter) {
  Reader reader;
  std::vector<std::u16string> message_urls;
  std::vector<std::u16string> shorter_urls;
  const auto known = outlined_links(reader, "message", message, message_urls);
  const auto wanted = outlined_links(reader, "shorter", shorter, shorter_urls);
  return reader.refused() ? reader.error() : val::array(links_of_shorter(known, wanted));
}

}  // namespace

EMSCRIPTEN_BINDINGS(shorter_links) {
  emscripten::function("linksOfShorter", &links);
}

}  // namespace klikspor::door
