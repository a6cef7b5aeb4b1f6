// Destinations made of any text: what is accepted is a URI in plain ASCII of at most 2,048 characters, starts with its
// scheme, and finishing it again changes nothing.
#include "klikspor/destination.hpp"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <string>

#include "klikspor/host.hpp"
#include "uri_grammar.hpp"

namespace {
void check(bool holds) {
  if (!holds) std::abort();
}
}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  // Mostly ASCII, so that the fuzzer gets past the first letters; 0xFF carries a whole code unit.
  std::u16string text;
  for (std::size_t i = 0; i < size; ++i) {
    if (data[i] == 0xFF && i + 2 < size) {
      text.push_back(static_cast<char16_t>(data[i + 1] << 8U | data[i + 2]));
      i += 2;
    } else {
      text.push_back(data[i]);
    }
  }
  const auto done = klikspor::build_destination(text);
  if (!done) {
    // What is suggested instead is taken as it stands.
    const std::string host = klikspor::suggested_host(text);
    const auto taken = klikspor::finish_host(std::u16string(host.begin(), host.end()));
    check(host.empty() || (taken.has_value() && taken->ascii == host) ||
          (!taken.has_value() && taken.error() == klikspor::Errc::public_shortener));
    return 0;
  }
  const std::string& url = done->url;
  check(url.size() <= klikspor::longest_destination);
  check(url.starts_with("https://") || url.starts_with("http://"));
  check(std::all_of(url.begin(), url.end(), [](char c) { return c > 0x20 && c < 0x7F; }));
  check(url.find_first_of("\"<>\\^`{|}") == std::string::npos);
  check(is_uri_with_host(url));
  const auto again = klikspor::build_destination(std::u16string(url.begin(), url.end()));
  check(again.has_value() && again->url == url);
  return 0;
}
