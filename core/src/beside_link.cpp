#include "klikspor/beside_link.hpp"

#include "detail/link_grammar.hpp"

namespace klikspor {
namespace {

using detail::documentation;
using detail::Ending;
using detail::ending_of;
using detail::goes_on;
using detail::is_digit;
using detail::is_foreign;
using detail::is_gap;
using detail::is_letter;
using detail::is_upper;
using detail::is_word;
using detail::is_www;
using detail::Labels;
using detail::may_begin;
using detail::npos;
using detail::read_labels;
using detail::scheme_at;
using detail::skip_field;
using detail::unit_at;

unsigned before_link(std::u16string_view text, std::size_t start) noexcept {
  char16_t before = start > 0 ? text[start - 1] : u' ';
  // Nobody sees the soft hyphen that divides a host: `www.sh\u00ADop.dk`.
  for (std::size_t at = start; at > 0 && detail::is_blank(text[at - 1]) && !is_gap(text[at - 1]); --at) {
    before = at > 1 ? text[at - 2] : u' ';
  }
  return is_word(before) || !may_begin(text, start) || before == u'}' ? joined_before : 0U;
}

unsigned behind_link(std::u16string_view text, std::size_t end) noexcept {
  constexpr std::u16string_view outside = u"\"<>]";
  bool seen = false;
  for (std::size_t at = end; at < text.size() && !is_gap(text[at]) && outside.find(text[at]) == npos; ++at) {
    const char16_t c = text[at];
    // Browsers take `/..` for the way back, and drop what stands before it.
    const bool way_back = (c == u'/' || c == u'\\') && text.substr(at + 1, 2) == u"..";
    if (is_word(c) || way_back || skip_field(text, at) != at) return joined_behind;
    seen = seen || !detail::is_blank(c);
  }
  return seen ? sign_behind : 0U;
}

/// Whether words follow what ends at `end`.
bool is_followed(std::u16string_view text, std::size_t end) noexcept {
  return unit_at(text, end) == u' ' && is_word(unit_at(text, end + 1));
}

/// Whether a name that begins at `start` and has one full stop, at `dot`, may be two words: `Kom forbi.se mere`. All
/// letters, a capital only where a sentence begins, and nothing sets it off (`Her: brand.se`).
bool may_be_words(std::u16string_view text, std::size_t start, std::size_t dot) noexcept {
  for (std::size_t at = start; at < dot; ++at) {
    if (!is_letter(text[at]) || (at > start && is_upper(text[at]))) return false;
  }
  std::size_t behind = start;
  while (behind > 0 && text[behind - 1] == u' ') --behind;
  const char16_t before = behind > 0 ? text[behind - 1] : u'.';
  const bool begins = before == u'.' || before == u'!' || before == u'?' || before == u'\n';
  return begins == is_upper(text[start]) && (begins || is_word(before) || before == u',');
}

/// What is doubtful about the last label of a link's host.
unsigned ending_of_link(std::u16string_view text, FoundLink link) noexcept {
  const auto within = text.substr(0, link.end);
  const std::size_t host = link.start + scheme_at(within, link.start);
  const Labels read = read_labels(within, host);
  if (read.all == npos || (read.all < link.end && !goes_on(within, read.all))) return 0;
  const auto last = within.substr(read.last, read.all - read.last);
  if (is_foreign(last) || is_digit(last[0]) || last == documentation) return 0;
  const Ending ending = ending_of(last, true);
  if (ending == Ending::none) return unknown_ending;
  if (read.all != link.end || !is_followed(text, link.end)) return 0;
  // A country's ending before another, where a sentence goes on: `www.brand.dk.vi ses`. `co` and `me` stand before an
  // ending in many countries, and some let names below a country's letters under the oldest endings; these before a
  // word are doubtful, too: `brand.com.se mere`.
  constexpr std::u16string_view usual = u" co me com net org ";
  const std::size_t dot = read.last - 1;
  const std::size_t label = text.rfind(u'.', dot - 1) + 1;
  const auto country = text.substr(label, dot - label);
  if (label <= host) {
    const bool words = ending == Ending::word && host == link.start && !is_www(text, host);
    return words && may_be_words(text, host, dot) ? plain_words : 0U;
  }
  const bool two = country.size() == 2 && ending_of(country) >= Ending::link && usual.find(country) == npos &&
                   usual.find(last) == npos;
  const bool old = std::u16string_view(u"com net org").find(country) != npos;
  return two || (old && ending == Ending::word) ? second_ending : 0U;
}

/// Whether a link's path or query may hold the next sentence's first word: `brand.dk/sommer.Kun i dag`.
unsigned sentence_in_link(std::u16string_view text, FoundLink link) noexcept {
  if (!is_followed(text, link.end)) return 0;
  std::size_t word = link.end;
  while (word > link.start && is_letter(text[word - 1])) --word;
  if (word < link.start + 2 || word == link.end || !is_upper(text[word])) return 0;
  const auto before = text.substr(link.start, word - link.start);
  const std::size_t host = before.find_first_of(u"/?#", scheme_at(before, 0));
  const bool closed = std::u16string_view(u".,;!?").find(before.back()) != npos && is_word(before[before.size() - 2]);
  return closed && host != npos ? second_ending : 0U;
}

/// Whether a link goes on as another that says so itself: right behind the host (`a.dk/www.b.dk`), behind a letter
/// (`a.dk/xwww.b.dk`), or in the host behind an ending (`a.dkwww.b.dk`). Deeper in a path and in a query addresses
/// stand in addresses.
unsigned link_in_link(std::u16string_view text, FoundLink link) noexcept {
  const auto within = text.substr(0, link.end);
  const std::size_t host = link.start + scheme_at(within, link.start);
  std::size_t label = host;
  std::size_t path = 0;
  for (std::size_t at = host + 1; at < link.end; ++at) {
    const char16_t before = text[at - 1];
    if (before == u'?' || before == u'#') break;
    const bool behind_host = path == 0 && before == u'/';
    if (behind_host) path = at;
    if (path == 0 && before == u'.') label = at;
    const char16_t first = detail::lower(text[at]);
    if ((first != u'w' && first != u'h') || (!behind_host && !is_word(before))) continue;
    if (scheme_at(within, at) > 0) return second_link;
    if (!is_www(within, at) || read_labels(within, at).known_count < 3) continue;
    const bool behind_ending = label > host && ending_of(text.substr(label, at - label)) >= Ending::link;
    if (path > 0 || behind_ending) return second_link;
  }
  return 0;
}

}  // namespace

std::uint8_t beside_link(std::u16string_view text, FoundLink link) noexcept {
  return static_cast<std::uint8_t>(before_link(text, link.start) | behind_link(text, link.end) |
                                   ending_of_link(text, link) | sentence_in_link(text, link) |
                                   link_in_link(text, link));
}

}  // namespace klikspor
