// Links in texts, and where they lead.
#include "klikspor/destination.hpp"

#include "convert.hpp"
#include "klikspor/host.hpp"
#include "klikspor/links.hpp"
#include "klikspor/stripped_parameters.hpp"

namespace klikspor::door {
namespace {

constexpr auto card_names = names<LinkCard>("no-link", "several", "inside", "edge");
constexpr auto reach_names = names<Reach>("open", "documentation", "nowhere");
constexpr double most_parameters = 64;

val find(const std::u16string& text) {
  return array(find_links(text));
}

val find_overlooked(const std::u16string& text) {
  return array(find_overlooked_links(text));
}

val card(const std::u16string& text) {
  return card_names(link_card(text, find_links(text)));
}

val build(const std::u16string& url, const val& given) {
  Reader reader;
  const val length = is_given(given) ? field(given, "length") : val(0);
  const auto count = reader.whole<std::size_t>("parameters.length", length, 0, most_parameters);
  std::vector<std::vector<std::u16string>> pairs;
  for (std::size_t i = 0; i < count; ++i) {
    pairs.push_back(reader.texts(place("parameters", i), given[i]));
    if (pairs.back().size() != 2) return type_error(place("parameters", i) + " must be a pair of name and value");
  }
  if (reader.refused()) return reader.error();
  std::vector<Parameter> parameters;
  for (const auto& pair : pairs) parameters.push_back({pair[0], pair[1]});
  const auto done = build_destination(url, parameters);
  if (!done) return refused(done.error());
  Object object = accepted().set("url", text(done->url)).set("displayHost", text(done->display_host));
  if (done->stray_percent >= 0) object.set("strayPercent", done->stray_percent);
  return object;
}
val build_bare(const std::u16string& url) {
  return build(url, val::undefined());
}

bool is_stripped_name(const std::u16string& parameter) {
  return is_stripped(parameter);
}
val stripped_names(const std::u16string& url) {
  return array(stripped_parameters(url), [](const std::u16string& name) { return text(name); });
}
val clean(const std::u16string& url) {
  return text(without_stripped(url));
}

val finish(const std::u16string& host) {
  const auto done = finish_host(host);
  if (!done) return refused(done.error());
  return accepted()
      .set("host", text(done->ascii))
      .set("displayHost", text(done->display))
      .set("isAddress", done->is_address)
      .set("reach", reach_names(done->reach));
}

}  // namespace

EMSCRIPTEN_BINDINGS(destination) {
  emscripten::value_object<FoundLink>("FoundLink").field("start", &FoundLink::start).field("end", &FoundLink::end);
  emscripten::function("findLinks", &find);
  emscripten::function("findOverlookedLinks", &find_overlooked);
  emscripten::function("linkCard", &card);
  emscripten::function("buildDestination", &build_bare);
  emscripten::function("buildDestination", &build);
  emscripten::function("finishHost", &finish);
  emscripten::function("isStrippedParameter", &is_stripped_name);
  emscripten::function("strippedParameters", &stripped_names);
  emscripten::function("withoutStripped", &clean);
}

}  // namespace klikspor::door
