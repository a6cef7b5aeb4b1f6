#include "klikspor/destination.hpp"

#include <algorithm>
#include <boost/url/decode_view.hpp>
#include <boost/url/encode.hpp>
#include <boost/url/grammar/alnum_chars.hpp>
#include <boost/url/grammar/alpha_chars.hpp>
#include <boost/url/grammar/digit_chars.hpp>
#include <boost/url/grammar/hexdig_chars.hpp>
#include <boost/url/grammar/lut_chars.hpp>
#include <boost/url/parse.hpp>
#include <boost/url/parse_query.hpp>
#include <boost/url/rfc/pchars.hpp>
#include <boost/url/rfc/sub_delim_chars.hpp>
#include <boost/url/rfc/unreserved_chars.hpp>
#include <boost/url/scheme.hpp>
#include <boost/url/url_view.hpp>
#include <charconv>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "detail/address.hpp"
#include "detail/host.hpp"
#include "detail/signs.hpp"
#include "detail/white_space.hpp"
#include "detail/word_list.hpp"
#include "klikspor/detail/utf8.hpp"
#include "tables/public_shorteners.hpp"

namespace klikspor {
namespace {

using std::string_view;
constexpr auto npos = string_view::npos;

namespace urls = boost::urls;
namespace grammar = boost::urls::grammar;

/// What an authority may hold beside escapes (RFC 3986, 3.2), an address in brackets aside; a path (3.3); and a query
/// or fragment (3.4, 3.5).
constexpr auto authority_chars = urls::unreserved_chars + urls::sub_delim_chars + ':' + '@';
constexpr auto bracketed_chars = authority_chars + '[' + ']';
constexpr auto path_chars = urls::pchars + '/';
constexpr auto query_chars = path_chars + '?';
constexpr grammar::lut_chars letters(grammar::alpha_chars);

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

/// The scheme that `text` begins with; empty: none. Boost.URL completes nothing, and would take the host of
/// `brand.dk:8080` for a scheme.
string_view scheme_of(string_view text) noexcept {
  const string_view scheme = text.substr(0, text.find(':'));
  const auto belongs = [](char c) { return grammar::alnum_chars(c) || c == '+' || c == '-' || c == '.'; };
  if (scheme.size() == text.size() || scheme.empty() || !grammar::alpha_chars(scheme[0]) ||
      !std::all_of(scheme.begin(), scheme.end(), belongs)) {
    return {};
  }
  const string_view behind = text.substr(scheme.size() + 1);
  return !behind.empty() && grammar::digit_chars(behind[0]) ? string_view() : scheme;
}

/// Appends an authority that holds nothing but what RFC 3986 allows there, if not always in that order.
void append_authority(std::string& out, string_view authority) {
  if (!authority.empty() && authority[0] == '[') {
    append_with_escapes(out, authority, bracketed_chars);
    return;
  }
  // Boost.URL 1.81 takes the front of `1.2.3.4.dk` for an IPv4 address and the rest for a path; 1.88 does not. A digit
  // that is escaped begins a name for both, and names of numbers are judged below, as browsers judge them.
  if (!authority.empty() && grammar::digit_chars(authority[0])) {
    out += encoded(authority.substr(0, 1), letters);
    authority.remove_prefix(1);
  }
  append_with_escapes(out, authority, authority_chars);
}

/// `text` without what browsers drop of an address (WHATWG URL, 4.4: controls and spaces around it, tabs and line ends
/// anywhere) and, around it, what else is not seen and comes along when people paste.
std::u16string without_white_space(std::u16string_view text) {
  std::u16string kept(detail::without_blanks(text));
  kept.erase(std::remove_if(kept.begin(), kept.end(), detail::is_tab_or_newline), kept.end());
  return kept;
}

/// `text` as a URI that Boost.URL can read: its scheme completed, and each part encoded as browsers encode it. What
/// they make of `\` and of an encoded host no other program does: these are refused before they can disappear.
Result<std::string> uri_of(std::u16string_view text) {
  const std::u16string written = without_white_space(text);
  // Encoding only lengthens: a longer text cannot become a destination, and nothing below sees a larger one.
  if (written.size() > longest_destination) return Errc::too_long;
  const auto utf8 = detail::to_utf8(written);
  if (!utf8) return Errc::lone_surrogate;
  string_view rest = *utf8;
  if (rest.empty()) return Errc::empty_url;
  if (has_control(rest)) return Errc::control_character;
  const std::size_t field = rest.find("{{");
  if (field != npos && rest.find("}}", field) != npos) return Errc::merge_field_in_link;

  std::string uri;
  const string_view scheme = scheme_of(rest);
  if (scheme.empty()) {
    if (rest.substr(0, 2) == "//") return Errc::bad_syntax;
    uri = "https://";
  } else {
    const urls::scheme known = urls::string_to_scheme(scheme);
    if (known != urls::scheme::http && known != urls::scheme::https) return Errc::bad_scheme;
    rest.remove_prefix(scheme.size() + 1);
    // A browser would find the slashes for itself.
    if (rest.substr(0, 2) != "//") return Errc::bad_syntax;
    rest.remove_prefix(2);
    uri = urls::to_string(known);
    uri += "://";
  }

  const std::size_t path = std::min(rest.find_first_of("/?#"), rest.size());
  const std::size_t hash = std::min(rest.find('#'), rest.size());
  const std::size_t question = std::min(rest.find('?'), hash);
  const string_view authority = rest.substr(0, path);
  if (authority.find('\\') != npos) return Errc::host_backslash;
  if (authority.find('%') != npos && authority.find('@') == npos) return Errc::host_percent;
  append_authority(uri, authority);
  append_with_escapes(uri, rest.substr(path, question - path), path_chars);
  if (question < hash) {
    uri.push_back('?');
    append_with_escapes(uri, rest.substr(question + 1, hash - question - 1), query_chars);
  }
  if (hash < rest.size()) {
    uri.push_back('#');
    append_with_escapes(uri, rest.substr(hash + 1), query_chars);
  }
  return uri;
}

/// Why Boost.URL cannot read a URI of ours: all that its grammar can miss is in the authority.
Errc refusal_of(string_view uri) noexcept {
  string_view authority = uri.substr(uri.find("://") + 3);
  authority = authority.substr(0, authority.find_first_of("/?#"));
  if (authority.find('@') != npos) return Errc::user_info;
  return authority.find('[') != npos ? Errc::host_numeric : Errc::port;
}

/// The parts of what `uri_of` gave, as views into it.
Result<urls::url_view> read_uri(string_view uri) {
  const auto read = urls::parse_uri(uri);
  if (!read) return refusal_of(uri);
  // Boost.URL 1.81 lets a path without slash follow an authority: what is behind the port of `brand.dk:8o`.
  const string_view path = read->encoded_path();
  if (!path.empty() && path[0] != '/') return refusal_of(uri);
  if (read->has_userinfo()) return Errc::user_info;
  return *read;
}

/// A host without the dot that may stand behind it.
Result<Host> take_host(string_view host) {
  auto done = detail::finish_host(host);
  if (!done) return done;
  string_view name = done->ascii;
  if (name.substr(0, 4) == "www.") name.remove_prefix(4);
  if (detail::lists(tables::public_shorteners, name)) return Errc::public_shortener;
  return done;
}

Result<Host> host_of(const urls::url_view& url) {
  switch (url.host_type()) {
    case urls::host_type::none:
    case urls::host_type::ipv4:
    case urls::host_type::name: break;
    case urls::host_type::ipv6: {
      // Addresses of the open network (2000::/3) are numbers that people cannot read, and that many phones' networks
      // do not lead to; all others no phone can open.
      const auto octets = url.host_ipv6_address().to_bytes();
      return octets[0] >> 5U == 1 ? Errc::host_numeric : Errc::host_unreachable;
    }
    case urls::host_type::ipvfuture: return Errc::host_numeric;
  }
  const std::string written = url.host();
  string_view name = written;
  // One dot behind a name says that it is whole. Browsers keep it, and drop it behind an address.
  const bool dot = name.size() > 1 && name.back() == '.';
  if (dot) name.remove_suffix(1);
  auto host = take_host(name);
  if (!host) return host;
  if (host->reach == Reach::nowhere) return Errc::host_unreachable;
  if (dot && !host->is_address) {
    host->ascii.push_back('.');
    host->display.push_back('.');
  }
  return host;
}

/// The port with its colon, as browsers write it: not at all where it is the scheme's own.
Result<std::string> port_of(const urls::url_view& url) {
  if (!url.has_port()) return std::string();
  // Not port_number(): that of Boost.URL 1.81 takes some numbers above 65535 for others.
  const auto digits = url.port();
  const char* const end = digits.data() + digits.size();
  std::uint16_t port = 0;
  const auto read = std::from_chars(digits.data(), end, port);
  if (read.ec != std::errc() || read.ptr != end || port == 0) return Errc::port;
  if (port == urls::default_port(url.scheme_id())) return std::string();
  return ':' + std::to_string(port);
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
std::string merge_query(string_view query, std::vector<EncodedParameter>& parameters) {
  std::string out;
  const auto add = [&out](string_view pair) {
    if (!out.empty()) out.push_back('&');
    out += pair;
  };
  const auto read = urls::parse_query(query);
  // Boost.URL reads one parameter in an empty query.
  if (read && !query.empty()) {
    for (const auto& param : *read) {
      // Decoded as forms are: escapes, and `+` for a space.
      const urls::decode_view name(param.key, urls::encoding_opts(true));
      const auto own =
          std::find_if(parameters.begin(), parameters.end(), [&](const auto& p) { return name == p.name; });
      if (own == parameters.end()) {
        add(param.key);
        if (param.has_value) (out += '=') += param.value;
      } else if (!own->written) {
        own->written = true;
        add(own->pair);
      }
    }
  }
  for (const auto& parameter : parameters) {
    if (!parameter.written) add(parameter.pair);
  }
  return out;
}

/// Code units of `text` before the first `%` that begins no escape; -1: there is none.
std::int32_t find_stray_percent(std::u16string_view text) noexcept {
  const auto next = [text](std::size_t at) {
    do ++at;
    while (at < text.size() && detail::is_tab_or_newline(text[at]));
    return at;
  };
  const auto is_hex = [text](std::size_t at) {
    return at < text.size() && text[at] < 0x80 && grammar::hexdig_chars(static_cast<char>(text[at]));
  };
  for (std::size_t at = text.find(u'%'); at != std::u16string_view::npos; at = text.find(u'%', at + 1)) {
    if (!is_hex(next(at)) || !is_hex(next(next(at)))) return static_cast<std::int32_t>(at);
  }
  return -1;
}

}  // namespace

Result<detail::Address> detail::read_address(std::u16string_view text) {
  const auto uri = uri_of(text);
  if (!uri) return uri.error();
  const auto url = read_uri(*uri);
  if (!url) return url.error();
  auto host = host_of(*url);
  if (!host) return host.error();
  auto port = port_of(*url);
  if (!port) return port.error();
  Address address;
  address.scheme = url->scheme();
  address.host = std::move(*host);
  address.port = std::move(*port);
  address.path = url->encoded_path().empty() ? string_view("/") : string_view(url->encoded_path());
  if (url->has_query()) address.query = url->encoded_query();
  if (url->has_fragment()) address.fragment = url->encoded_fragment();
  return address;
}

std::string detail::behind_host(const Address& address, const std::optional<std::string>& query) {
  std::string out = address.port + address.path;
  if (query) (out += '?') += *query;
  if (address.fragment) (out += '#') += *address.fragment;
  return out;
}

Result<Host> finish_host(std::u16string_view text) {
  const std::u16string written = without_white_space(text);
  if (written.size() > longest_destination) return Errc::too_long;
  const auto utf8 = detail::to_utf8(written);
  if (!utf8) return Errc::lone_surrogate;
  if (has_control(*utf8)) return Errc::control_character;
  if (utf8->find('\\') != npos) return Errc::host_backslash;
  if (utf8->find('@') != npos) return Errc::user_info;
  if (utf8->find('%') != npos) return Errc::host_percent;
  return take_host(*utf8);
}

std::string suggested_host(std::u16string_view text) {
  const auto uri = uri_of(text);
  if (!uri) return {};
  const auto url = read_uri(*uri);
  return url ? detail::spelled_host(url->host()) : std::string();
}

Result<Destination> build_destination(std::u16string_view text, std::span<const Parameter> parameters) {
  auto address = detail::read_address(text);
  if (!address) return address.error();
  std::vector<EncodedParameter> own;
  if (const auto refused = encode_parameters(parameters, own)) return *refused;
  // Slug markers, which no URI may hold, come in only now that all is read.
  auto query = address->query;
  if (!own.empty()) query = merge_query(query.value_or(""), own);
  Destination done;
  done.url = address->scheme + "://" + address->host.ascii + detail::behind_host(*address, query);
  if (longest_length(done.url) > longest_destination) return Errc::too_long;
  done.display_host = std::move(address->host.display);
  done.stray_percent = find_stray_percent(text);
  return done;
}

}  // namespace klikspor
