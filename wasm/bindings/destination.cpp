// Links and destinations for JavaScript: exported C functions over one resident text buffer in, one result buffer out.
#include "klikspor/destination.hpp"

#include <emscripten/emscripten.h>

#include <cstdint>
#include <string>
#include <vector>

#include "klikspor/links.hpp"

namespace {

std::vector<char16_t> text(4096);
std::vector<klikspor::FoundLink> found;
std::string answer;
std::size_t url_length = 0;

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
  if (!done) {
    answer = klikspor::name_of(done.error());
    url_length = answer.size();
    return 0;
  }
  answer = done->url + done->display_host;
  url_length = done->url.size();
  return 1;
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
