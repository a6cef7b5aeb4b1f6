#include <algorithm>
#include <array>

#include "detail/link_grammar.hpp"
#include "detail/utf16.hpp"
#include "detail/word_list.hpp"
#include "tables/top_level_domains.hpp"

// Where a link may begin, and the host that it begins with.
namespace klikspor::detail {
namespace {

static_assert(in_order(tables::link_endings) && std::all_of(tables::endings.begin(), tables::endings.end(), in_order));

/// Whether what ends at `at` goes on to an e-mail address: `nyt.dk+sms@gmail.com`.
bool is_local_part(std::u16string_view text, std::size_t at) noexcept {
  constexpr std::u16string_view signs = u"+-_.%&=";
  constexpr std::size_t longest = 64;  // RFC 5321, 4.5.3.1.1
  const std::size_t most = std::min(text.size(), at + longest);
  while (at < most && (is_word(text[at]) || signs.find(text[at]) != npos)) ++at;
  return unit_at(text, at) == u'@' && is_word(unit_at(text, at + 1));
}

}  // namespace

bool turns_plain(std::u16string_view text, std::size_t at) noexcept {
  return at > 0 && at < text.size() && text[at] < 0x80 && is_word(text[at]) && is_unspaced(text[at - 1]);
}

bool ends_link(std::u16string_view text, std::size_t at) noexcept {
  const char16_t c = text[at];
  if (c < 0x80) {
    const std::size_t behind = at + (unit_at(text, at + 1) == 0xFE0F ? 2 : 1);
    const bool keycap = unit_at(text, behind) == 0x20E3 && (is_digit(c) || c == u'#' || c == u'*');
    return is_gap(c) || c == u'<' || c == u'>' || c == u'"' || keycap;
  }
  const auto joins = [&](std::size_t beside) { return unit_at(text, beside) >= 0x80 && is_letter(text[beside]); };
  const bool joiner = c == 0x200C || c == 0x200D || (c >= 0x2010 && c <= 0x2014);
  if (joiner && joins(at - 1) && joins(at + 1)) return false;
  return is_sign(code_point_at(text, at).value);
}

bool may_begin(std::u16string_view text, std::size_t at) noexcept {
  if (at == 0 || turns_plain(text, at)) return true;
  const char16_t before = text[at - 1];
  if (before == u'.') return unit_at(text, at - 2) == u'.';  // Se mere ...brand.dk
  return !is_word(before) && before != u'@' && before != u'-' && before != u'_' && before != u'/';
}

bool starts_with_ignoring_case(std::u16string_view text, std::size_t at, std::u16string_view prefix) noexcept {
  return equal_ignoring_case(text.substr(at, prefix.size()), prefix);
}

std::size_t skip_field(std::u16string_view text, std::size_t at) noexcept {
  constexpr std::size_t longest = 200;
  if (unit_at(text, at) != u'{' || unit_at(text, at + 1) != u'{') return at;
  const auto field = text.substr(at, longest);
  const std::size_t close = field.find(u"}}", 2);
  return close == npos || field.find(u'\n') < close ? at : at + close + 2;
}

bool is_closing(char16_t c) noexcept {
  constexpr std::u16string_view signs = u".,;:!?|\\^`([{";
  return signs.find(c) != npos;
}

std::size_t scheme_at(std::u16string_view text, std::size_t at) noexcept {
  if (!starts_with_ignoring_case(text, at, u"http")) return 0;
  const std::size_t name = lower(unit_at(text, at + 4)) == u's' ? 5 : 4;
  return text.substr(at + name, 3) == u"://" ? name + 3 : 0;
}

bool is_www(std::u16string_view text, std::size_t at) noexcept {
  return starts_with_ignoring_case(text, at, u"www.") && is_word(unit_at(text, at + 4));
}

Ending ending_of(std::u16string_view label, bool any_case) noexcept {
  std::array<char, 24> small{};
  const bool one_case = std::all_of(label.begin(), label.end(), is_lower) ||
                        std::all_of(label.begin(), label.end(), any_case ? is_ascii_letter : is_upper);
  if (!one_case || label.size() < 2 || label.size() > small.size()) return Ending::none;
  std::transform(label.begin(), label.end(), small.begin(), [](char16_t c) { return static_cast<char>(lower(c)); });
  const std::string_view name(small.data(), label.size());
  if (lists(tables::link_endings, name)) return lists(tables::word_endings, name) ? Ending::word : Ending::link;
  const auto first = static_cast<std::size_t>(name[0] - 'a');
  return lists(tables::endings[first], name.substr(1)) ? Ending::known : Ending::none;
}

Labels read_labels(std::u16string_view text, std::size_t start) noexcept {
  Labels read;
  std::size_t labels = 0;
  std::size_t underscored = 0;  // labels up to the last with a `_`: neither an ending nor the name before it has one
  std::size_t at = start;
  for (read.last = start;; ++at) {
    const char16_t c = unit_at(text, at);
    const bool begins = at > read.last && turns_plain(text, at);
    if (begins && labels == 0) return {};
    // A space is missing before a `www` that is not the first label: `Husk det.www.brand.dk`.
    const bool late = (c == u'.' || c == u'-' || c == u'_') && is_www(text, at + 1);
    const bool turns = late || begins || (at > read.last && labels > 0 && text[at - 1] < 0x80 && is_unspaced(c));
    if (!turns && (is_word(c) || (at > read.last && (c == u'-' || c == u'_')))) {
      if (c == u'_' && is_word(unit_at(text, at + 1))) underscored = labels + 1;
      continue;
    }
    if (at == read.last) break;  // an empty label: what came before is the host
    std::size_t end = at;
    const bool more = !turns && c == u'.' && is_word(unit_at(text, at + 1));
    while (!more && !is_word(text[end - 1])) --end;  // a dash or `_` behind the host
    ++labels;
    if (labels > 1) read.all = end;
    const Ending ending =
        labels > 1 && underscored + 1 < labels ? ending_of(text.substr(read.last, end - read.last)) : Ending::none;
    if (ending != Ending::none) {
      read.known = {end, ending};
      read.known_count = labels;
    }
    if (!more) break;
    read.last = at + 1;
  }
  return read;
}

bool goes_on(std::u16string_view text, std::size_t at) noexcept {
  const char16_t next = unit_at(text, at);
  const bool query = next == u'?' && at + 1 < text.size() && !ends_link(text, at + 1) && !is_closing(text[at + 1]);
  return query || next == u'/' || next == u'#' || (next == u':' && is_digit(unit_at(text, at + 1))) ||
         skip_field(text, at) != at;
}

bool is_foreign(std::u16string_view label) noexcept {
  return starts_with_ignoring_case(label, 0, u"xn--") ||
         std::any_of(label.begin(), label.end(), [](char16_t c) { return c >= 0x80; });
}

PlainHost host_without_scheme(std::u16string_view text, std::size_t start) noexcept {
  const Labels read = read_labels(text, start);
  if (read.all == npos || unit_at(text, read.all) == u'@' || is_local_part(text, read.all)) return {};
  if (!starts_with_ignoring_case(text, start, u"www.")) {
    // Before other words, an ending that may be a word itself ends none.
    return read.known.end == read.all || read.known.ending >= Ending::link ? read.known : PlainHost{};
  }
  const bool sentence = read.known_count > 2 && read.known.end != read.all && !goes_on(text, read.all) &&
                        !is_foreign(text.substr(read.last, read.all - read.last));
  return {sentence ? read.known.end : read.all, Ending::link};
}

}  // namespace klikspor::detail
