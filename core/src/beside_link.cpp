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
using detail::is_letter;
using detail::is_gap;
using detail::is_upper;
using detail::is_word;
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

/// What is doubtful about the last label of a link's host.
unsigned ending_of_link(std::u16string_view text, FoundLink link) noexcept {
  const auto within = text.substr(0, link.end);
  const std::size_t host = link.start + scheme_at(within, link.start);
  const Labels read = read_labels(within, host);
  if (read.all == npos || (read.all < link.end && !goes_on(within, read.all))) return 0;
  const auto last = within.substr(read.last, read.all - read.last);
  if (is_foreign(last) || is_digit(last[0]) || last == documentation) return 0;
  if (ending_of(last, true) == Ending::none) return unknown_ending;
  // A country's ending before another, where a sentence goes on: `www.brand.dk.vi ses`. `co` and `me` stand before an
  // ending in many countries, and some let names below a country's letters under the oldest endings.
  constexpr std::u16string_view usual = u" co me com net org ";
  const std::size_t dot = read.last - 1;
  const std::size_t label = text.rfind(u'.', dot - 1) + 1;
  const auto country = text.substr(label, dot - label);
  const bool two = label > host && country.size() == 2 && ending_of(country) == Ending::link;
  const bool sentence = read.all == link.end && unit_at(text, link.end) == u' ' && is_word(unit_at(text, link.end + 1));
  return two && sentence && usual.find(country) == npos && usual.find(last) == npos ? second_ending : 0U;
}

/// Whether a link's path or query may hold the next sentence's first word: `brand.dk/sommer.Kun i dag`.
unsigned sentence_in_link(std::u16string_view text, FoundLink link) noexcept {
  if (unit_at(text, link.end) != u' ' || !is_word(unit_at(text, link.end + 1))) return 0;
  std::size_t word = link.end;
  while (word > link.start && is_letter(text[word - 1])) --word;
  if (word < link.start + 2 || word == link.end || !is_upper(text[word])) return 0;
  const auto before = text.substr(link.start, word - link.start);
  const std::size_t host = before.find(u'/', scheme_at(before, 0));
  const bool closed = std::u16string_view(u".,;!?").find(before.back()) != npos && is_word(before[before.size() - 2]);
  return closed && host != npos ? second_ending : 0U;
}

}  // namespace

std::uint8_t beside_link(std::u16string_view text, FoundLink link) noexcept {
  return static_cast<std::uint8_t>(before_link(text, link.start) | behind_link(text, link.end) |
                                   ending_of_link(text, link) | sentence_in_link(text, link));
}

}  // namespace klikspor
