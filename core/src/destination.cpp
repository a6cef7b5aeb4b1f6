#include "klikspor/destination.hpp"

#include <algorithm>
#include <boost/url/encode.hpp>
#include <boost/url/grammar/alnum_chars.hpp>
#include <boost/url/grammar/alpha_chars.hpp>
#include <boost/url/grammar/ci_string.hpp>
#include <boost/url/grammar/digit_chars.hpp>
#include <boost/url/grammar/hexdig_chars.hpp>
#include <boost/url/rfc/pchars.hpp>
#include <boost/url/rfc/unreserved_chars.hpp>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "detail/host.hpp"
#include "detail/utf8.hpp"
#include "detail/word_list.hpp"
#include "tables/public_shorteners.hpp"

namespace klikspor {
namespace {

using std::string_view;
constexpr auto npos = string_view::npos;

namespace urls = boost::urls;
namespace grammar = boost::urls::grammar;

/// What a path may hold beside escapes (RFC 3986, 3.3), and a query or fragment (3.4, 3.5).
constexpr auto path_chars = urls::pchars + '/';
constexpr auto query_chars = path_chars + '?';

std::string encoded(string_view text, const grammar::lut_chars& kept) {
  std::string out(urls::encoded_size(text, kept), '\0');
  urls::encode(out.data(), out.size(), text, kept);
  return out;
}

bool is_escape_at(string_view text, std::size_t at) noexcept {
  return text[at] == '%' && at + 2 < text.size() && grammar::hexdig_chars(text[at + 1]) &&
         grammar::hexdig_chars(text[at + 2]);
}

/// Appends `part`: escapes stay, all else that is not in `kept` becomes one.
void append_with_escapes(std::string& out, string_view part, const grammar::lut_chars& kept) {
  std::size_t done = 0;
  for (std::size_t at = 0; at < part.size(); ++at) {
    if (!is_escape_at(part, at)) continue;
    out += encoded(part.substr(done, at - done), kept);
    out += part.substr(at, 3);
    at += 2;
    done = at + 1;
  }
  out += encoded(part.substr(done), kept);
}

/// Appends a parameter's value; `{slug}` stays, and nothing else of the sort can come out: braces are always encoded.
void append_value(std::string& out, string_view value) {
  for (;;) {
    const std::size_t marker = value.find(slug_marker);
    out += encoded(value.substr(0, marker), urls::unreserved_chars);
    if (marker == npos) return;
    out += slug_marker;
    value.remove_prefix(marker + slug_marker.size());
  }
}

/// Length of `url` as the edge will finish it, with the longest slugs there are.
std::size_t longest_length(string_view url) noexcept {
  constexpr std::size_t longest_slug = 9;
  std::size_t length = url.size();
  for (std::size_t at = url.find(slug_marker); at != npos; at = url.find(slug_marker, at + slug_marker.size())) {
    length += longest_slug - slug_marker.size();
  }
  return length;
}

/// The name of a query's `name=value`, decoded as forms are: escapes, and `+` for a space.
std::string decoded_name(string_view pair) {
  const string_view name = pair.substr(0, pair.find('='));
  std::string out;
  for (std::size_t i = 0; i < name.size(); ++i) {
    if (is_escape_at(name, i)) {
      out.push_back(static_cast<char>(grammar::hexdig_value(name[i + 1]) * 16 + grammar::hexdig_value(name[i + 2])));
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

/// Why there is no destination, if there is none.
using Refusal = std::optional<Errc>;

/// Takes the scheme off `url` and appends it with its `://`.
Refusal take_scheme(string_view& url, std::string& out) {
  std::size_t at = 0;
  while (at < url.size() && (grammar::alnum_chars(url[at]) || url[at] == '+' || url[at] == '-' || url[at] == '.')) ++at;
  const bool colon = at > 0 && at < url.size() && url[at] == ':' && grammar::alpha_chars(url[0]);
  // `brand.dk:8080` has a port, not a scheme.
  const bool port = colon && at + 1 < url.size() && grammar::digit_chars(url[at + 1]);
  if (!colon || port) {
    out += "https://";
    return url.substr(0, 2) == "//" ? Refusal(Errc::bad_syntax) : std::nullopt;
  }
  for (std::size_t i = 0; i < at; ++i) out.push_back(grammar::to_lower(url[i]));
  if (out != "http" && out != "https") return Errc::bad_scheme;
  out += "://";
  url.remove_prefix(at + 1);
  if (url.substr(0, 2) != "//") return Errc::bad_syntax;
  url.remove_prefix(2);
  return {};
}

Refusal append_port(string_view port, std::string& out) {
  std::uint32_t value = 0;
  if (port.empty() || port.size() > 5) return Errc::port;
  for (const char c : port) {
    if (!grammar::digit_chars(c)) return Errc::port;
    value = value * 10 + static_cast<std::uint32_t>(c - '0');
  }
  if (value == 0 || value > 65535) return Errc::port;
  out.push_back(':');
  out += port.substr(port.find_first_not_of('0'));
  return {};
}

/// A host behind which no port follows any more.
Result<Host> take_host(string_view host) {
  if (host.find('@') != npos) return Errc::user_info;
  if (host.find('%') != npos) return Errc::host_percent;
  auto done = detail::finish_host(host);
  if (!done) return done;
  string_view name = done->ascii;
  if (name.substr(0, 4) == "www.") name.remove_prefix(4);
  if (detail::lists(tables::public_shorteners, name)) return Errc::public_shortener;
  return done;
}

/// Why an IPv6 address is refused. Those of the open network begin with 2 or 3 (2000::/3) and are numbers that people
/// cannot read; all others no phone can open.
Errc refusal_of_ipv6(string_view bracketed) noexcept {
  constexpr std::size_t first_group = 5;
  const bool is_open = bracketed.find(':') == first_group && (bracketed[1] == '2' || bracketed[1] == '3');
  return is_open || bracketed.find(':') == npos ? Errc::host_numeric : Errc::host_unreachable;
}

/// Appends host and port, finished; `display_host` gets the host as people read it.
Refusal append_authority(string_view authority, Destination& done) {
  if (authority.find('@') != npos) return Errc::user_info;  // also where a colon stands before it
  if (authority.find('%') != npos) return Errc::host_percent;
  if (!authority.empty() && authority[0] == '[') return refusal_of_ipv6(authority);
  const std::size_t colon = authority.find(':');
  auto host = take_host(authority.substr(0, colon));
  if (!host) return host.error();
  if (host->reach == Reach::nowhere) return Errc::host_unreachable;
  done.url += host->ascii;
  done.display_host = std::move(host->display);
  return colon == npos ? std::nullopt : append_port(authority.substr(colon + 1), done.url);
}

struct EncodedParameter {
  std::string name;  ///< decoded, to compare
  std::string pair;
  bool written = false;
};

Refusal encode_parameters(std::span<const Parameter> parameters, std::vector<EncodedParameter>& done) {
  for (const Parameter& parameter : parameters) {
    auto name = detail::to_utf8(parameter.name);
    const auto value = detail::to_utf8(parameter.value);
    if (!name || !value) return Errc::lone_surrogate;
    if (has_control(*name) || has_control(*value)) return Errc::control_character;
    if (name->empty()) return Errc::parameter_name;
    if (value->empty()) continue;
    EncodedParameter& own = done.emplace_back();
    own.pair = encoded(*name, urls::unreserved_chars);
    own.pair.push_back('=');
    append_value(own.pair, *value);
    own.name = std::move(*name);
  }
  return {};
}

/// The query with the campaign's parameters, without its `?`.
std::string merge_query(std::string query, std::vector<EncodedParameter>& parameters) {
  if (parameters.empty()) return query;
  std::string out;
  const auto add = [&out](string_view pair) {
    if (!out.empty()) out.push_back('&');
    out += pair;
  };
  for (std::size_t at = 0; at <= query.size() && !query.empty();) {
    const std::size_t end = std::min(query.find('&', at), query.size());
    const string_view pair = string_view(query).substr(at, end - at);
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
  for (const auto& parameter : parameters) {
    if (!parameter.written) add(parameter.pair);
  }
  return out;
}

/// Code units of `text` before the first `%` that begins no escape; -1: there is none.
std::int32_t find_stray_percent(std::u16string_view text) noexcept {
  const auto is_hex = [text](std::size_t at) {
    return at < text.size() && text[at] < 0x80 && grammar::hexdig_chars(static_cast<char>(text[at]));
  };
  for (std::size_t at = text.find(u'%'); at != std::u16string_view::npos; at = text.find(u'%', at + 1)) {
    if (!is_hex(at + 1) || !is_hex(at + 2)) return static_cast<std::int32_t>(at);
  }
  return -1;
}

}  // namespace

Result<Host> finish_host(std::u16string_view text) {
  if (text.size() > longest_destination) return Errc::too_long;
  const auto utf8 = detail::to_utf8(text);
  if (!utf8) return Errc::lone_surrogate;
  if (has_control(*utf8)) return Errc::control_character;
  if (utf8->find('\\') != npos) return Errc::host_backslash;
  return take_host(*utf8);
}

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
  if (const auto refused = take_scheme(url, done.url)) return *refused;
  const std::size_t behind = std::min(url.find_first_of("/?#\\"), url.size());
  if (behind < url.size() && url[behind] == '\\') return Errc::host_backslash;
  if (const auto refused = append_authority(url.substr(0, behind), done)) return *refused;
  url.remove_prefix(behind);

  const std::size_t hash = std::min(url.find('#'), url.size());
  const std::size_t question = std::min(url.find('?'), hash);
  if (question == 0) done.url.push_back('/');
  append_with_escapes(done.url, url.substr(0, question), path_chars);

  std::vector<EncodedParameter> own;
  if (const auto refused = encode_parameters(parameters, own)) return *refused;
  const bool had_query = question < hash;
  std::string query;
  if (had_query) append_with_escapes(query, url.substr(question + 1, hash - question - 1), query_chars);
  query = merge_query(std::move(query), own);
  if (had_query || !query.empty()) {
    done.url.push_back('?');
    done.url += query;
  }
  if (hash < url.size()) {
    done.url.push_back('#');
    append_with_escapes(done.url, url.substr(hash + 1), query_chars);
  }
  if (longest_length(done.url) > longest_destination) return Errc::too_long;
  done.stray_percent = find_stray_percent(text);
  return done;
}

}  // namespace klikspor
