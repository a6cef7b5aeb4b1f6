#include "klikspor/links.hpp"

#include "detail/link_grammar.hpp"

namespace klikspor {
namespace {

using detail::Ending;
using detail::host_without_scheme;
using detail::is_gap;
using detail::is_word;
using detail::is_www;
using detail::link_between;
using detail::link_end;
using detail::link_end_behind_field;
using detail::may_begin;
using detail::npos;
using detail::scheme_at;
using detail::skip_field;
using detail::turns_plain;
using detail::unit_at;

/// Whether a link begins at `at` though it touches what stands before it, as its `www.` or its scheme tells: a phone
/// may read another.
bool begins_late(std::u16string_view text, std::size_t at) noexcept {
  const bool scheme = scheme_at(text, at) > 0;
  if (at == 0 || (!scheme && !is_www(text, at))) return false;
  const char16_t before = text[at - 1];
  // Not in what a misspelled scheme begins (`https//www.brand.dk`).
  if (before == u'/') return is_word(unit_at(text, at - 2));
  if (before != u'.' && before != u'-' && before != u'_') return false;
  // Nor in the host of an e-mail address.
  std::size_t name = at;
  constexpr std::size_t longest = 64;
  while (name > 0 && at - name < longest &&
         (is_word(text[name - 1]) || std::u16string_view(u"._-").find(text[name - 1]) != npos))
    --name;
  return scheme || name == 0 || text[name - 1] != u'@';
}

/// Goes through the links of a text. `on_link`: of each; `on_word`: of each place where one might begin and none does.
template <class OnLink, class OnWord>
void walk(std::u16string_view text, OnLink on_link, OnWord on_word) {
  std::size_t last = npos;  // where the last link ended: right there another scheme begins another
  for (std::size_t at = 0; at < text.size();) {
    if (!is_word(text[at])) {
      const std::size_t behind = skip_field(text, at);
      const std::size_t end = behind == at ? npos : link_end_behind_field(text, behind);
      if (end != npos) on_link(at, end);
      at = end != npos ? end : behind == at ? at + 1 : behind;
      last = end;
      continue;
    }
    const bool begins = may_begin(text, at) || begins_late(text, at) || (at == last && scheme_at(text, at) > 0);
    const std::size_t end = begins ? link_end(text, at) : npos;
    if (end != npos) {
      on_link(at, end);
      at = end;
      last = end;
    } else {
      if (begins) on_word(at);
      do ++at;
      while (at < text.size() && is_word(text[at]) && !turns_plain(text, at));
    }
  }
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
    while (from < to && is_gap(text[from])) ++from;
    return from == to;
  };
  return blank(0, links[0].start) || blank(links[0].end, text.size()) ? LinkCard::edge : LinkCard::inside;
}

}  // namespace klikspor
