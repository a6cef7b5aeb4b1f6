#include "klikspor/links.hpp"

#include <algorithm>
#include <array>

#include "detail/letters.hpp"
#include "detail/word_list.hpp"
#include "klikspor/slug.hpp"
#include "tables/top_level_domains.hpp"

namespace klikspor {
namespace {

using detail::is_digit;
using detail::is_lower;
using detail::is_upper;
using detail::lower;
constexpr auto npos = std::u16string_view::npos;

bool is_space(char16_t c) noexcept {
  return c <= 0x20 || (c >= 0x7F && c <= 0xA0) || (c >= 0x2000 && c <= 0x200B) || c == 0x2028 || c == 0x2029 ||
         c == 0x202F || c == 0x205F || c == 0x3000 || c == 0xFEFF;
}

/// Letters of any script, taken widely: what is neither ASCII nor punctuation people put around links.
bool is_letter(char16_t c) noexcept {
  if (c < 0x80) return is_upper(c) || is_lower(c);
  return c >= 0xC0 && c != 0xD7 && c != 0xF7 && !(c >= 0x2000 && c <= 0x2BFF) && !(c >= 0x3000 && c <= 0x303F) &&
         !(c >= 0xD800 && c <= 0xDFFF) && c != 0xFEFF && !(c >= 0xFF00 && c <= 0xFF0F);
}

bool ends_link(char16_t c) noexcept {
  return is_space(c) || c == u'<' || c == u'>' || c == u'"' || c == u'“' || c == u'”' || c == u'„' || c == u'«' ||
         c == u'»';
}

/// Whether a link may begin at `at`: not inside a word, an address or another link.
bool may_begin(std::u16string_view text, std::size_t at) noexcept {
  if (at == 0) return true;
  const char16_t before = text[at - 1];
  return !is_letter(before) && !is_digit(before) && before != u'@' && before != u'-' && before != u'_' &&
         before != u'.' && before != u'/';
}

bool starts_with_ignoring_case(std::u16string_view text, std::size_t at, std::u16string_view prefix) noexcept {
  return detail::equal_ignoring_case(text.substr(at, prefix.size()), prefix);
}

/// Behind `{{…}}` at `at`, or `at` if none stands there: at most 200 units and in one line, so that the search is
/// linear.
std::size_t skip_field(std::u16string_view text, std::size_t at) noexcept {
  constexpr std::size_t longest = 200;
  if (text.substr(at, 2) != u"{{") return at;
  const auto field = text.substr(at, longest);
  const std::size_t close = field.find(u"}}", 2);
  return close == npos || field.find(u'\n') < close ? at : at + close + 2;
}

/// Where a link that began at `start` stops, before its closing punctuation is taken off. `at`: where to go on.
std::size_t rest_of_link(std::u16string_view text, std::size_t at) noexcept {
  while (at < text.size() && !ends_link(text[at])) {
    const std::size_t behind = skip_field(text, at);
    at = behind == at ? at + 1 : behind;
  }
  return at;
}

bool is_closing(char16_t c) noexcept {
  constexpr std::u16string_view signs = u".,;:!?'*_~…’‘";
  return signs.find(c) != npos;
}

/// Whether a slug may have it behind it.
bool is_forgiven(char16_t c) noexcept {
  return c < 0x80 && forgiven_signs.find(static_cast<char>(c)) != std::string_view::npos;
}

/// How many more of `open` than of `close` a link has.
std::ptrdiff_t surplus(std::u16string_view link, char16_t open, char16_t close) noexcept {
  return std::count(link.begin(), link.end(), open) - std::count(link.begin(), link.end(), close);
}

/// Takes off what closes the sentence rather than the link.
std::size_t without_closing(std::u16string_view text, std::size_t start, std::size_t end) noexcept {
  const auto link = text.substr(start, end - start);
  // Counted once, and kept as brackets go: a thousand of them take no longer than a thousand letters.
  std::ptrdiff_t round = surplus(link, u'(', u')');
  std::ptrdiff_t square = surplus(link, u'[', u']');
  const std::size_t open = link.rfind(u"{{");
  const std::size_t field_end = open == npos ? npos : skip_field(text, start + open);
  for (; end > start; --end) {
    const char16_t last = text[end - 1];
    if (last == u')') {
      if (round++ >= 0) break;
    } else if (last == u']') {
      if (square++ >= 0) break;
    } else if (last == u'}') {
      if (end == field_end) break;  // it closes a merge field
    } else if (!is_closing(last)) {
      break;
    }
  }
  return end;
}

/// What a host without scheme is by its last label.
enum class Ending : std::uint8_t {
  none,
  known,  ///< phones take it for a link
  link,   ///< so does `find_links`
};

Ending ending_of(std::u16string_view label) noexcept {
  std::array<char, 24> small{};
  const bool one_case =
      std::all_of(label.begin(), label.end(), is_lower) || std::all_of(label.begin(), label.end(), is_upper);
  if (!one_case || label.size() < 2 || label.size() > small.size()) return Ending::none;
  std::transform(label.begin(), label.end(), small.begin(), [](char16_t c) { return static_cast<char>(lower(c)); });
  const std::string_view name(small.data(), label.size());
  if (detail::lists(tables::link_endings, name)) return Ending::link;
  const auto first = static_cast<std::size_t>(name[0] - 'a');
  return detail::lists(tables::endings[first], name.substr(1)) ? Ending::known : Ending::none;
}

struct PlainHost {
  std::size_t end = npos;
  Ending ending = Ending::none;
};

/// The host name without scheme that begins at `start`.
PlainHost host_without_scheme(std::u16string_view text, std::size_t start) noexcept {
  std::size_t label = start;
  std::size_t labels = 0;
  std::size_t at = start;
  for (;; ++at) {
    const char16_t c = at < text.size() ? text[at] : u' ';
    if (is_letter(c) || is_digit(c) || (c == u'-' && at > label)) continue;
    if (at == label) break;  // an empty label: what came before is the host
    ++labels;
    if (c != u'.' || at + 1 >= text.size() || !(is_letter(text[at + 1]) || is_digit(text[at + 1]))) break;
    label = at + 1;
  }
  if (labels < 2 || at == label) return {};
  if (at < text.size() && text[at] == u'@') return {};  // an e-mail address
  if (starts_with_ignoring_case(text, start, u"www.")) return {at, Ending::link};
  return {at, ending_of(text.substr(label, at - label))};
}

/// End of the link that begins at `at`, closing punctuation taken off; npos: none does.
std::size_t link_end(std::u16string_view text, std::size_t at) noexcept {
  for (const std::u16string_view scheme : {std::u16string_view(u"https://"), std::u16string_view(u"http://")}) {
    if (!starts_with_ignoring_case(text, at, scheme)) continue;
    const std::size_t authority = at + scheme.size();
    const std::size_t end = without_closing(text, authority, rest_of_link(text, authority));
    return end > authority ? end : npos;  // a scheme alone is no link
  }
  const auto [host, ending] = host_without_scheme(text, at);
  if (ending != Ending::link) return npos;
  if (host == text.size()) return host;
  const char16_t next = text[host];
  const bool port = next == u':' && host + 1 < text.size() && is_digit(text[host + 1]);
  const bool more = next == u'/' || next == u'?' || next == u'#' || port || skip_field(text, host) != host;
  return more ? std::max(host, without_closing(text, at, rest_of_link(text, host))) : host;
}

/// End of the link that a merge field at `field` begins, and that goes on at `at`: `{{butik}}.brand.dk`,
/// `{{butik}}.dk/x`; npos: none.
std::size_t link_end_behind_field(std::u16string_view text, std::size_t at) noexcept {
  if (at < text.size() && (text[at] == u'.' || text[at] == u'-')) {
    const std::size_t label = at + 1;
    std::size_t end = label;
    while (end < text.size() && is_letter(text[end])) ++end;
    const bool path = text[at] == u'.' && end < text.size() && text[end] == u'/';
    if (path && ending_of(text.substr(label, end - label)) == Ending::link) {
      return std::max(end, without_closing(text, label, rest_of_link(text, end)));
    }
    at = label;
  }
  // `{{navn}}https://…` is a link of its own.
  const bool scheme = starts_with_ignoring_case(text, at, u"http");
  return at < text.size() && !scheme && (is_letter(text[at]) || is_digit(text[at])) ? link_end(text, at) : npos;
}

/// Goes through the links of a text. `on_link`: of each; `on_word`: of each place where one might begin and none does.
template <class OnLink, class OnWord>
void walk(std::u16string_view text, OnLink on_link, OnWord on_word) {
  for (std::size_t at = 0; at < text.size();) {
    if (!is_letter(text[at]) && !is_digit(text[at])) {
      const std::size_t behind = skip_field(text, at);
      const std::size_t end = behind == at ? npos : link_end_behind_field(text, behind);
      if (end != npos) on_link(at, end);
      at = end != npos ? end : behind == at ? at + 1 : behind;
      continue;
    }
    const bool begins = may_begin(text, at);
    const std::size_t end = begins ? link_end(text, at) : npos;
    if (end != npos) {
      on_link(at, end);
      at = end;
    } else {
      if (begins) on_word(at);
      while (at < text.size() && (is_letter(text[at]) || is_digit(text[at]))) ++at;
    }
  }
}

constexpr FoundLink link_between(std::size_t start, std::size_t end) noexcept {
  return {static_cast<std::uint32_t>(start), static_cast<std::uint32_t>(end)};
}

}  // namespace

std::vector<FoundLink> find_links(std::u16string_view text) {
  std::vector<FoundLink> links;
  walk(
      text, [&](std::size_t start, std::size_t end) { links.push_back(link_between(start, end)); }, [](std::size_t) {});
  return links;
}

std::vector<FoundLink> find_overlooked_links(std::u16string_view text) {
  std::vector<FoundLink> hosts;
  walk(
      text, [](std::size_t, std::size_t) {},
      [&](std::size_t start) {
        const auto [end, ending] = host_without_scheme(text, start);
        if (ending == Ending::known) hosts.push_back(link_between(start, end));
      });
  return hosts;
}

LinkCard link_card(std::u16string_view text, std::span<const FoundLink> links) noexcept {
  if (links.size() != 1) return links.empty() ? LinkCard::no_link : LinkCard::several;
  const auto blank = [&](std::size_t from, std::size_t to) {
    while (from < to && is_space(text[from])) ++from;
    return from == to;
  };
  return blank(0, links[0].start) || blank(links[0].end, text.size()) ? LinkCard::edge : LinkCard::inside;
}

std::uint8_t beside_link(std::u16string_view text, FoundLink link) noexcept {
  const bool joined = link.start > 0 && (!may_begin(text, link.start) || text[link.start - 1] == u'}');
  unsigned beside = joined ? joined_before : 0U;
  std::size_t at = link.end;
  const auto among = [&](std::u16string_view signs) { return at < text.size() && signs.find(text[at]) != npos; };
  while (at < text.size() && is_forgiven(text[at])) ++at;
  if (at < text.size() && !is_space(text[at]) && !among(u"\"<>]")) {
    beside |= joined_behind;
  } else if (at > link.end) {
    beside |= sign_behind;
  }
  return static_cast<std::uint8_t>(beside);
}

}  // namespace klikspor
