// Links and destinations for JavaScript: exported C functions over one resident text buffer in, one result buffer out.
#include "klikspor/destination.hpp"

#include <emscripten/emscripten.h>

#include <cstdint>
#include <string>
#include <vector>

#include "klikspor/host.hpp"
#include "klikspor/links.hpp"

namespace {

std::vector<char16_t> text(4096);
std::vector<klikspor::FoundLink> found;
std::string answer;
std::size_t url_length = 0;
std::int32_t stray_percent = -1;

/// The refusal's name is the whole answer.
std::uint32_t refuse(klikspor::Errc error) {
  answer = klikspor::name_of(error);
  url_length = answer.size();
  return 0;
}

}  // namespace

extern "C" {

/// The text buffer, made to hold `units` code units.
EMSCRIPTEN_KEEPALIVE char16_t* destinationText(std::uint32_t units) {
  if (text.size() < units) text.resize(units);
  return text.data();
}

/// Finds the links of the first `length` code units; `linksFound` has them, two numbers each. Returns their number
/// times four, and what they mean for a link card.
EMSCRIPTEN_KEEPALIVE std::uint32_t linksFind(std::uint32_t length) {
  const std::u16string_view all(text.data(), length);
  found = klikspor::find_links(all);
  return static_cast<std::uint32_t>(found.size() << 2U) | static_cast<std::uint32_t>(klikspor::link_card(all, found));
}

EMSCRIPTEN_KEEPALIVE const klikspor::FoundLink* linksFound() {
  return found.data();
}

/// The buffer holds the URL's `length` code units and behind them names and values of `parameters`, whose lengths stand
/// in `lengths`. Returns 1 and leaves URL and shown host in the answer, or 0 and leaves the refusal's name there.
EMSCRIPTEN_KEEPALIVE std::uint32_t destinationBuild(std::uint32_t length, std::uint32_t parameters,
                                                    const std::uint32_t* lengths) {
  std::vector<klikspor::Parameter> list(parameters);
  const char16_t* at = text.data() + length;
  const auto next = [&] {
    const std::u16string_view part(at, *lengths++);
    at += part.size();
    return part;
  };
  for (auto& parameter : list) {
    parameter.name = next();
    parameter.value = next();
  }
  const auto done = klikspor::build_destination({text.data(), length}, list);
  if (!done) return refuse(done.error());
  answer = done->url + done->display_host;
  url_length = done->url.size();
  stray_percent = done->stray_percent;
  return 1;
}

/// Where the finished destination as it was written had a `%` of its own; -1: nowhere.
EMSCRIPTEN_KEEPALIVE std::int32_t destinationStrayPercent() {
  return stray_percent;
}

/// The buffer holds a host's `length` code units. Returns 0 and leaves the refusal's name in the answer; or leaves the
/// host (as a URL would) and the shown host there and returns 1, 2 added for an address, and 4 times its reach.
EMSCRIPTEN_KEEPALIVE std::uint32_t hostFinish(std::uint32_t length) {
  const auto done = klikspor::finish_host({text.data(), length});
  if (!done) return refuse(done.error());
  answer = done->ascii + done->display;
  url_length = done->ascii.size();
  return 1U | (done->is_address ? 2U : 0U) | static_cast<std::uint32_t>(done->reach) << 2U;
}

/// The answer's octets: URL (or refusal) and, behind it, the shown host as UTF-8.
EMSCRIPTEN_KEEPALIVE const char* destinationAnswer() {
  return answer.data();
}
EMSCRIPTEN_KEEPALIVE std::uint32_t destinationAnswerLength() {
  return static_cast<std::uint32_t>(answer.size());
}
EMSCRIPTEN_KEEPALIVE std::uint32_t destinationUrlLength() {
  return static_cast<std::uint32_t>(url_length);
}

}  // extern "C"
