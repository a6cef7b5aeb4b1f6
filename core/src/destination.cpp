#include "klikspor/destination.hpp"

#include <algorithm>
#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>
#include <cstdint>
#include <vector>

#include "klikspor/detail/host.hpp"
#include "klikspor/detail/utf8.hpp"

namespace klikspor {
namespace {

using std::string_view;
constexpr auto npos = string_view::npos;

bool is_alpha(char c) noexcept {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool is_digit(char c) noexcept {
  return c >= '0' && c <= '9';
}
bool is_hex(char c) noexcept {
  return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}
char lower(char c) noexcept {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}

/// RFC 3986, 2.3.
bool is_unreserved(char c) noexcept {
  return is_alpha(c) || is_digit(c) || c == '-' || c == '.' || c == '_' || c == '~';
}

/// pchar and `/`, without the escape (RFC 3986, 3.3); query and fragment add `?`.
bool is_legal(char c, bool path) noexcept {
  return is_unreserved(c) || string_view("!$&'()*+,;=:@/").find(c) != npos || (!path && c == '?');
}

void append_escape(std::string& out, char c) {
  constexpr string_view digits = "0123456789ABCDEF";
  const auto octet = static_cast<unsigned char>(c);
  out.push_back('%');
  out.push_back(digits[octet >> 4U]);
  out.push_back(digits[octet & 15U]);
}

/// Legal octets and escapes stay, all else is percent-encoded.
void append_encoded(std::string& out, string_view part, bool path) {
  for (std::size_t i = 0; i < part.size(); ++i) {
    const bool escape = part[i] == '%' && i + 2 < part.size() && is_hex(part[i + 1]) && is_hex(part[i + 2]);
    if (escape || is_legal(part[i], path)) {
      out.push_back(part[i]);
    } else {
      append_escape(out, part[i]);
    }
  }
}

std::string encoded_component(string_view text) {
  std::string out;
  for (const char c : text) {
    if (is_unreserved(c)) {
      out.push_back(c);
    } else {
      append_escape(out, c);
    }
  }
  return out;
}

/// A parameter's value; `{slug}` stays, and nothing else of the sort can come out: braces are always encoded.
std::string encoded_value(string_view value) {
  std::string out;
  for (;;) {
    const std::size_t marker = value.find(slug_marker);
    out += encoded_component(value.substr(0, marker));
    if (marker == npos) return out;
    out += slug_marker;
    value.remove_prefix(marker + slug_marker.size());
  }
}

/// `url` as the edge will finish it, for the last checks.
std::string with_longest_slugs(std::string url) {
  constexpr string_view longest_slug = "222222222";
  for (std::size_t at = url.find(slug_marker); at != npos; at = url.find(slug_marker, at)) {
    url.replace(at, slug_marker.size(), longest_slug);
  }
  return url;
}

/// The name of a query's `name=value`, decoded as forms are: escapes, and `+` for a space.
std::string decoded_name(string_view pair) {
  const string_view name = pair.substr(0, pair.find('='));
  const auto hex = [](char c) { return is_digit(c) ? c - '0' : lower(c) - 'a' + 10; };
  std::string out;
  for (std::size_t i = 0; i < name.size(); ++i) {
    if (name[i] == '%' && i + 2 < name.size() && is_hex(name[i + 1]) && is_hex(name[i + 2])) {
      out.push_back(static_cast<char>(hex(name[i + 1]) * 16 + hex(name[i + 2])));
      i += 2;
    } else {
      out.push_back(name[i] == '+' ? ' ' : name[i]);
    }
  }
  return out;
}

string_view trimmed(string_view text) noexcept {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

bool has_control(string_view utf8) noexcept {
  for (std::size_t i = 0; i < utf8.size(); ++i) {
    const auto octet = static_cast<unsigned char>(utf8[i]);
    if (octet < 0x20 || octet == 0x7F) return true;
    // U+0080 … U+009F
    if (octet == 0xC2 && i + 1 < utf8.size() && static_cast<unsigned char>(utf8[i + 1]) < 0xA0) return true;
  }
  return false;
}

/// Takes the scheme off `url` and returns it with its `://`.
Result<std::string> take_scheme(string_view& url) {
  std::size_t at = 0;
  while (at < url.size() &&
         (is_alpha(url[at]) || is_digit(url[at]) || url[at] == '+' || url[at] == '-' || url[at] == '.'))
    ++at;
  const bool colon = at > 0 && at < url.size() && url[at] == ':' && is_alpha(url[0]);
  // `brand.dk:8080` has a port, not a scheme.
  const bool port = colon && at + 1 < url.size() && is_digit(url[at + 1]);
  if (!colon || port) {
    if (url.substr(0, 2) == "//") return Errc::bad_syntax;
    return std::string("https://");
  }
  std::string scheme(url.substr(0, at));
  std::transform(scheme.begin(), scheme.end(), scheme.begin(), lower);
  if (scheme != "http" && scheme != "https") return Errc::bad_scheme;
  url.remove_prefix(at + 1);
  if (url.substr(0, 2) != "//") return Errc::bad_syntax;
  url.remove_prefix(2);
  return scheme + "://";
}

Result<std::string> finish_port(string_view port) {
  std::uint32_t value = 0;
  if (port.empty() || port.size() > 5) return Errc::port;
  for (const char c : port) {
    if (!is_digit(c)) return Errc::port;
    value = value * 10 + static_cast<std::uint32_t>(c - '0');
  }
  if (value == 0 || value > 65535) return Errc::port;
  return ":" + std::to_string(value);
}

/// Host and port of `authority`, finished; `display` gets the host as people read it.
Result<std::string> finish_authority(string_view authority, std::string& display) {
  if (authority.find('@') != npos) return Errc::user_info;
  if (authority.find('%') != npos) return Errc::host_percent;
  if (!authority.empty() && authority[0] == '[') return Errc::host_numeric;
  const std::size_t colon = authority.find(':');
  const auto host = detail::finish_host(authority.substr(0, colon));
  if (!host) return host.error();
  display = host->display;
  if (colon == npos) return host->ascii;
  const auto port = finish_port(authority.substr(colon + 1));
  if (!port) return port.error();
  return host->ascii + *port;
}

struct EncodedParameter {
  std::string name;  ///< decoded, to compare
  std::string pair;
  bool written = false;
};

Result<std::vector<EncodedParameter>> encode_parameters(std::span<const Parameter> parameters) {
  std::vector<EncodedParameter> encoded;
  for (const Parameter& parameter : parameters) {
    const auto name = detail::to_utf8(parameter.name);
    const auto value = detail::to_utf8(parameter.value);
    if (!name || !value) return Errc::lone_surrogate;
    if (has_control(*name) || has_control(*value)) return Errc::control_character;
    if (name->empty()) return Errc::parameter_name;
    if (value->empty()) continue;
    encoded.push_back({*name, encoded_component(*name) + "=" + encoded_value(*value)});
  }
  return encoded;
}

/// The query with the campaign's parameters, without its `?`.
std::string merge_query(string_view query, std::vector<EncodedParameter> parameters) {
  std::string out;
  const auto add = [&out](string_view pair) {
    if (!out.empty()) out.push_back('&');
    out += pair;
  };
  for (std::size_t at = 0; !parameters.empty() && at <= query.size() && !query.empty();) {
    const std::size_t end = std::min(query.find('&', at), query.size());
    const string_view pair = query.substr(at, end - at);
    const std::string name = decoded_name(pair);
    const auto own = std::find_if(parameters.begin(), parameters.end(), [&](const auto& p) { return p.name == name; });
    if (own == parameters.end()) {
      add(pair);
    } else if (!own->written) {
      own->written = true;
      add(own->pair);
    }
    at = end + 1;
  }
  if (parameters.empty()) return std::string(query);
  for (const auto& parameter : parameters) {
    if (!parameter.written) add(parameter.pair);
  }
  return out;
}

}  // namespace

Result<Destination> build_destination(std::u16string_view text, std::span<const Parameter> parameters) {
  // Encoding only lengthens: a longer text cannot become a destination, and nothing below sees a larger one.
  if (text.size() > longest_destination) return Errc::too_long;
  const auto utf8 = detail::to_utf8(text);
  if (!utf8) return Errc::lone_surrogate;
  string_view url = trimmed(*utf8);
  if (url.empty()) return Errc::empty_url;
  if (has_control(url)) return Errc::control_character;

  const std::size_t field = url.find("{{");
  if (field != npos && url.find("}}", field) != npos) return Errc::merge_field_in_link;

  Destination done;
  const auto scheme = take_scheme(url);
  if (!scheme) return scheme.error();
  done.url = *scheme;

  const std::size_t behind = std::min(url.find_first_of("/?#\\"), url.size());
  if (behind < url.size() && url[behind] == '\\') return Errc::host_backslash;
  const auto authority = finish_authority(url.substr(0, behind), done.display_host);
  if (!authority) return authority.error();
  done.url += *authority;
  url.remove_prefix(behind);

  const std::size_t hash = std::min(url.find('#'), url.size());
  const std::size_t question = std::min(url.find('?'), hash);
  if (question == 0) done.url.push_back('/');
  append_encoded(done.url, url.substr(0, question), true);

  std::string query;
  if (question < hash) append_encoded(query, url.substr(question + 1, hash - question - 1), false);
  auto encoded = encode_parameters(parameters);
  if (!encoded) return encoded.error();
  const bool had_query = question < hash;
  query = merge_query(query, std::move(*encoded));
  if (had_query || !query.empty()) done.url += "?" + query;
  if (hash < url.size()) {
    done.url.push_back('#');
    append_encoded(done.url, url.substr(hash + 1), false);
  }
  std::string followed = with_longest_slugs(done.url);
  if (followed.size() > longest_destination) return Errc::too_long;

  // Boost.URL 1.81 takes the front of `1.2.3.4.dk` for an IPv4 address and refuses the rest. Numbers have been checked
  // above (only a dotted quad passes), so it sees every host as a name: of the same length, begun by a letter.
  std::string name = *authority;
  if (name[0] >= '0' && name[0] <= '9') name[0] = followed[scheme->size()] = 'x';
  const auto parsed = boost::urls::parse_uri(followed);
  if (!parsed || parsed->encoded_host_and_port() != name) return Errc::bad_syntax;
  return done;
}

}  // namespace klikspor
