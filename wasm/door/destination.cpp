// Where links lead.
#include "klikspor/destination.hpp"

#include "convert.hpp"
#include "klikspor/host.hpp"

namespace klikspor::door {
namespace {

constexpr auto reach_names = names<Reach>("open", "documentation", "nowhere");
constexpr double most_parameters = 64;

/// Where letters are the reason, with the spelling that would be taken.
val refused_address(Errc error, const std::u16string& address) {
  if (error != Errc::host_script) return refused(error);
  const std::string suggested = suggested_host(address);
  return suggested.empty() ? refused(error) : Object(refused(error)).set("suggestedHost", text(suggested));
}

val build(const std::u16string& url, const val& given) {
  Reader reader;
  const std::size_t length = is_given(given) ? reader.length("parameters", given) : 0;
  const auto count = reader.whole<std::size_t>("parameters.length", number(length), 0, most_parameters);
  std::vector<std::vector<std::u16string>> pairs;
  for (std::size_t i = 0; i < count; ++i) {
    pairs.push_back(reader.texts(place("parameters", i), given[i]));
    if (!reader.refused() && pairs.back().size() != 2)
      return type_error(place("parameters", i) + " must be a pair of name and value");
  }
  if (reader.refused()) return reader.error();
  std::vector<Parameter> parameters;
  parameters.reserve(count);
  for (const auto& pair : pairs) parameters.push_back({pair[0], pair[1]});
  const auto done = build_destination(url, parameters);
  if (!done) return refused_address(done.error(), url);
  Object object = accepted().set("url", text(done->url)).set("displayHost", text(done->display_host));
  if (done->stray_percent >= 0) object.set("strayPercent", done->stray_percent);
  return object;
}
val build_bare(const std::u16string& url) {
  return build(url, val::undefined());
}

val finish(const std::u16string& host) {
  const auto done = finish_host(host);
  if (!done) return refused_address(done.error(), host);
  return accepted()
      .set("host", text(done->ascii))
      .set("displayHost", text(done->display))
      .set("isAddress", done->is_address)
      .set("reach", reach_names(done->reach));
}

}  // namespace

EMSCRIPTEN_BINDINGS(destination) {
  emscripten::function("buildDestination", &build_bare);
  emscripten::function("buildDestination", &build);
  emscripten::function("finishHost", &finish);
}

}  // namespace klikspor::door
