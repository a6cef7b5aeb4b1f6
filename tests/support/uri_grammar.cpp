#include "uri_grammar.hpp"

#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>
#include <string_view>

bool is_uri_with_host(std::string url) {
  constexpr std::string_view marker = "{slug}";
  for (auto at = url.find(marker); at != std::string::npos; at = url.find(marker, at)) {
    url.replace(at, marker.size(), "222222222");
  }
  // Boost.URL 1.81 takes the front of `1.2.3.4.dk` for an IPv4 address and refuses the rest, so it sees every host
  // begin with a letter.
  const std::size_t host = url.find("://") + 3;
  if (host < url.size() && url[host] >= '0' && url[host] <= '9') url[host] = 'x';
  const auto parsed = boost::urls::parse_uri(url);
  return parsed && !parsed->has_userinfo() && parsed->host_type() == boost::urls::host_type::name &&
         !parsed->encoded_host().empty();
}
