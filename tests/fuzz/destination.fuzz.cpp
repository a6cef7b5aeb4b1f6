// Destinations made of any text: what is accepted is a URI in plain ASCII of at most 2,048 characters, starts with its
// scheme, and finishing it again changes nothing.
#include "klikspor/destination.hpp"

#include <algorithm>
#include <cstdint>
#include <string>

#include "input.hpp"
#include "klikspor/host.hpp"
#include "seeds.hpp"
#include "uri_grammar.hpp"

std::vector<Octets> seeds() {
  std::vector<Octets> made;
  for (const std::u16string_view url :
       {u"www.barnetsverden.dk/børnetøj?a=100%&b[]={slug}#top", u"https://xn--brnetj-byae.dk:8443/",
        u"http://[2001:db8::1]/", u"https://пример.example/😀", u"https://192.0.2.1/%zz"})
    put_code_units(made.emplace_back(), url);
  return made;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::u16string text = code_units({data, size});
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
