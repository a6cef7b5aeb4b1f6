#include "klikspor/links.hpp"

#include <algorithm>
#include <array>

#include "detail/letters.hpp"
#include "detail/signs.hpp"
#include "detail/utf16.hpp"
#include "detail/word_list.hpp"
#include "tables/top_level_domains.hpp"

namespace klikspor {
namespace {

using detail::is_digit;
using detail::is_lower;
using detail::is_upper;
using detail::lower;
constexpr auto npos = std::u16string_view::npos;

bool is_space(char16_t c) noexcept {
  return c <= 0x20 || (c >= 0x7F && c <= 0xA0) || (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 ||
         c == 0x202F || c == 0x205F || c == 0x3000;
}

bool is_ascii_letter(char16_t c) noexcept {
  return is_upper(c) || is_lower(c);
}

/// Letters and marks of any script but those that take two code units.
bool is_letter(char16_t c) noexcept {
  return c < 0x80 ? is_ascii_letter(c) : !detail::is_sign(c);
}

bool is_word(char16_t c) noexcept {
  return is_letter(c) || is_digit(c);
}

char16_t unit_at(std::u16string_view text, std::size_t at) noexcept {
  return at < text.size() ? text[at] : u' ';
}

/// Whether letters of words without spaces end at `at`, and others begin: 网址www.brand.dk.
bool turns_plain(std::u16string_view text, std::size_t at) noexcept {
  return at > 0 && at < text.size() && text[at] < 0x80 && is_word(text[at]) && detail::is_unspaced(text[at - 1]);
}

/// Whether what stands at `at` is no part of any address. A joiner or a dash between two letters beyond ASCII is of a
/// word, in an address that was copied as browsers show it (Persian, Hindi, `/Ærø–Åland`); and a digit may be one of an
/// emoji (1️⃣).
bool ends_link(std::u16string_view text, std::size_t at) noexcept {
  const char16_t c = text[at];
  if (c < 0x80) {
    const std::size_t behind = at + (unit_at(text, at + 1) == 0xFE0F ? 2 : 1);
    const bool keycap = unit_at(text, behind) == 0x20E3 && (is_digit(c) || c == u'#' || c == u'*');
    return is_space(c) || c == u'<' || c == u'>' || c == u'"' || keycap;
  }
  const auto joins = [&](std::size_t beside) { return unit_at(text, beside) >= 0x80 && is_letter(text[beside]); };
  const bool joiner = c == 0x200C || c == 0x200D || (c >= 0x2010 && c <= 0x2014);
  if (joiner && joins(at - 1) && joins(at + 1)) return false;
  return detail::is_sign(detail::code_point_at(text, at).value);
}

/// Whether a link may begin at `at`: not inside a word, an address or another link.
bool may_begin(std::u16string_view text, std::size_t at) noexcept {
  if (at == 0 || turns_plain(text, at)) return true;
  const char16_t before = text[at - 1];
  if (before == u'.') return unit_at(text, at - 2) == u'.';  // Se mere ...brand.dk
  return !is_word(before) && before != u'@' && before != u'-' && before != u'_' && before != u'/';
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

/// Where a link that goes on at `at` stops, before its closing punctuation is taken off.
std::size_t rest_of_link(std::u16string_view text, std::size_t at) noexcept {
  while (at < text.size() && !ends_link(text, at)) {
    const std::size_t behind = skip_field(text, at);
    at = behind == at ? detail::code_point_at(text, at).end : behind;
  }
  return at;
}

/// What closes a sentence, and what no address ends in (RFC 3986, 2): phones leave both outside.
bool is_closing(char16_t c) noexcept {
  constexpr std::u16string_view signs = u".,;:!?|\\^`([{";
  return signs.find(c) != npos;
}

/// Quotation marks, and what messengers write around words to set them off. An address may end in them as well.
constexpr std::u16string_view paired_signs = u"'*_~";

/// Whether a paired sign is open where a link starts: the last one of the line, at most 200 units before, began a word.
bool is_open(std::u16string_view text, std::size_t start, char16_t sign) noexcept {
  constexpr std::size_t farthest = 200;
  const std::size_t first = start > farthest ? start - farthest : 0;
  const auto line = text.substr(first, start - first);
  const std::size_t last = line.rfind(sign);
  if (last == npos || line.find(u'\n', last) != npos || is_space(text[first + last + 1])) return false;
  std::size_t at = first + last;
  while (at > 0 && paired_signs.find(text[at - 1]) != npos) --at;
  return at == 0 || !is_word(text[at - 1]);
}

/// How many more of `open` than of `close` a link has.
std::ptrdiff_t surplus(std::u16string_view link, char16_t open, char16_t close) noexcept {
  return std::count(link.begin(), link.end(), open) - std::count(link.begin(), link.end(), close);
}

/// Takes off what closes the sentence rather than the link, which begins at `begin`; none of it before `start`.
std::size_t without_closing(std::u16string_view text, std::size_t begin, std::size_t start, std::size_t end) noexcept {
  const auto link = text.substr(start, end - start);
  // Counted once, and kept as brackets go: a thousand of them take no longer than a thousand letters.
  std::ptrdiff_t round = surplus(link, u'(', u')');
  std::ptrdiff_t square = surplus(link, u'[', u']');
  const std::size_t open = link.rfind(u"{{");
  const std::size_t behind = open == npos ? npos : skip_field(text, start + open);
  const std::size_t field_end = behind == start + open ? npos : behind;  // two braces may begin none
  char16_t asked = 0;  // so that of a run of one sign the text is looked at once
  for (; end > start; --end) {
    const char16_t last = text[end - 1];
    if (last == u')') {
      if (round++ >= 0) break;
    } else if (last == u']') {
      if (square++ >= 0) break;
    } else if (last == u'}') {
      if (end == field_end) break;  // it closes a merge field
    } else if (last == u'(') {
      --round;
    } else if (last == u'[') {
      --square;
    } else if (paired_signs.find(last) != npos) {
      if (last != asked && !is_open(text, begin, last)) break;
      asked = last;
    } else if (!is_closing(last)) {
      break;
    }
  }
  return end;
}

/// Whether one of `open` stands before `start` in its line, at most 200 units before, and none of `close` for it.
bool is_open(std::u16string_view text, std::size_t start, char16_t open, char16_t close) noexcept {
  constexpr std::size_t farthest = 200;
  const std::size_t first = start > farthest ? start - farthest : 0;
  std::size_t closed = 0;
  for (std::size_t at = start; at > first && text[at - 1] != u'\n'; --at) {
    if (text[at - 1] == close) ++closed;
    if (text[at - 1] == open && closed-- == 0) return true;
  }
  return false;
}

/// Where the bracket closes in a link (`start` … `end`-1, beginning at `begin`) that was open before it, as in
/// `(www.brand.dk/x).Kun`; `end`: none does.
std::size_t before_bracket(std::u16string_view text, std::size_t begin, std::size_t start, std::size_t end) noexcept {
  struct Bracket {
    char16_t open, close;
    std::size_t within = 0;
    bool asked = false;
  };
  std::array<Bracket, 3> brackets{{{u'(', u')'}, {u'[', u']'}, {u'{', u'}'}}};
  for (std::size_t at = start; at < end; ++at) {
    for (Bracket& bracket : brackets) {
      if (text[at] == bracket.open) ++bracket.within;
      if (text[at] != bracket.close) continue;
      if (bracket.within > 0) {
        --bracket.within;
      } else if (!bracket.asked) {
        if (is_open(text, begin, bracket.open, bracket.close)) return at;
        bracket.asked = true;
      }
    }
  }
  return end;
}

/// The same of quotation marks and of `*_~`. Inside words they belong to the address (`'www.brand.dk/rock'n'roll'`),
/// but the last one of those that stand right before it: `'www.brand.dk/x'Kun`.
std::size_t before_quote(std::u16string_view text, std::size_t begin, std::size_t start, std::size_t end) noexcept {
  constexpr std::u16string_view going_on = u"/?&=#%+-@$";
  for (const char16_t sign : {u'\'', u'`', u'*', u'_', u'~'}) {
    const auto link = text.substr(0, end);
    std::size_t at = link.find(sign, start);
    if (at == npos || !is_open(text, begin, sign)) continue;
    const bool quotes = sign == u'\'' || sign == u'`';
    const auto closes = [&](std::size_t mark) {
      const char16_t next = unit_at(text, mark + 1);
      return !is_word(next) && (quotes || next == sign || going_on.find(next) == npos);
    };
    while (at != npos && !closes(at)) at = link.find(sign, at + 1);
    const bool touches = begin > 0 && text[begin - 1] == sign && (quotes || sign == u'*');
    if (at == npos && touches) at = link.rfind(sign);
    if (at != npos) end = at;
  }
  return end;
}

/// The length of `http://` or `https://` at `at`; 0: neither stands there.
std::size_t scheme_at(std::u16string_view text, std::size_t at) noexcept {
  for (const std::u16string_view scheme : {std::u16string_view(u"https://"), std::u16string_view(u"http://")}) {
    if (starts_with_ignoring_case(text, at, scheme)) return scheme.size();
  }
  return 0;
}

/// Whether a host begins at `at` that says so itself, whatever stands before it.
bool is_www(std::u16string_view text, std::size_t at) noexcept {
  return starts_with_ignoring_case(text, at, u"www.") && is_word(unit_at(text, at + 4));
}

/// Where another address begins behind a sign of the sentence, or a scheme behind a letter: `brand.dk/x,https://…`; or
/// behind `!` a capital letter, and words: `brand.dk/x!Kun i dag`. Behind other signs addresses stand in addresses
/// (`/?to=https://…`, `/web/https://…`).
std::size_t before_next(std::u16string_view text, std::size_t start, std::size_t end) noexcept {
  const bool words = unit_at(text, end) == u' ' && is_word(unit_at(text, end + 1));
  for (std::size_t at = start + 1; at < end; ++at) {
    const char16_t before = text[at - 1];
    const bool sign = std::u16string_view(u",;|!)'*").find(before) != npos;
    const std::size_t scheme = sign || before == u'.' || is_word(before) ? scheme_at(text, at) : 0;
    if (scheme > 0 && is_word(unit_at(text, at + scheme))) return at;
    if (sign && is_www(text, at)) return at;
    if (words && before == u'!' && is_word(text[at - 2]) && is_upper(text[at])) return at - 1;
  }
  return end;
}

/// A link that begins at `begin` and goes on from `start` to `end` at most, without what is the sentence's.
std::size_t without_sentence(std::u16string_view text, std::size_t begin, std::size_t start, std::size_t end) noexcept {
  end = before_bracket(text, begin, start, before_next(text, start, end));
  return without_closing(text, begin, start, before_quote(text, begin, start, end));
}

/// What a host without scheme is by its last label.
enum class Ending : std::uint8_t {
  none,
  known,  ///< phones take it for a link
  link,   ///< so does `find_links`
};

/// `any_case`: or whatever its case, as behind a scheme.
Ending ending_of(std::u16string_view label, bool any_case = false) noexcept {
  std::array<char, 24> small{};
  const bool one_case = std::all_of(label.begin(), label.end(), is_lower) ||
                        std::all_of(label.begin(), label.end(), any_case ? is_ascii_letter : is_upper);
  if (!one_case || label.size() < 2 || label.size() > small.size()) return Ending::none;
  std::transform(label.begin(), label.end(), small.begin(), [](char16_t c) { return static_cast<char>(lower(c)); });
  const std::string_view name(small.data(), label.size());
  if (detail::lists(tables::link_endings, name)) return Ending::link;
  const auto first = static_cast<std::size_t>(name[0] - 'a');
  return detail::lists(tables::endings[first], name.substr(1)) ? Ending::known : Ending::none;
}

/// What documents and tests write as an ending (RFC 2606).
constexpr std::u16string_view documentation = u"example";

struct PlainHost {
  std::size_t end = npos;
  Ending ending = Ending::none;
};

/// The labels of a name that begins at some place: as many as there are, and as many as end in a known ending.
struct Labels {
  std::size_t all = npos;  ///< npos: fewer than two
  PlainHost known;
  std::size_t known_count = 0;
  std::size_t last = 0;  ///< where the last of all begins
};

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
    const bool turns =
        late || begins || (at > read.last && labels > 0 && text[at - 1] < 0x80 && detail::is_unspaced(c));
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

/// Whether what ends at `at` goes on to an e-mail address: `nyt.dk+sms@gmail.com`.
bool is_local_part(std::u16string_view text, std::size_t at) noexcept {
  constexpr std::u16string_view signs = u"+-_.%&=";
  constexpr std::size_t longest = 64;  // RFC 5321, 4.5.3.1.1
  const std::size_t most = std::min(text.size(), at + longest);
  while (at < most && (is_word(text[at]) || signs.find(text[at]) != npos)) ++at;
  return unit_at(text, at) == u'@' && is_word(unit_at(text, at + 1));
}

/// Whether a host that ends at `at` has a path, a query, a fragment or a port behind it, or a merge field. A question
/// mark alone is the sentence's.
bool goes_on(std::u16string_view text, std::size_t at) noexcept {
  const char16_t next = unit_at(text, at);
  const bool query = next == u'?' && at + 1 < text.size() && !ends_link(text, at + 1) && !is_closing(text[at + 1]);
  return query || next == u'/' || next == u'#' || (next == u':' && is_digit(unit_at(text, at + 1))) ||
         skip_field(text, at) != at;
}

/// An ending in letters beyond ASCII, or in their Punycode: the table has neither.
bool is_foreign(std::u16string_view label) noexcept {
  return starts_with_ignoring_case(label, 0, u"xn--") ||
         std::any_of(label.begin(), label.end(), [](char16_t c) { return c >= 0x80; });
}

/// The host name without scheme that begins at `start`. The next sentence is none of it: `www.brand.dk.Hvordan` ends
/// behind `dk`, as phones read it.
PlainHost host_without_scheme(std::u16string_view text, std::size_t start) noexcept {
  const Labels read = read_labels(text, start);
  if (read.all == npos || unit_at(text, read.all) == u'@' || is_local_part(text, read.all)) return {};
  if (!starts_with_ignoring_case(text, start, u"www.")) {
    // Before other words, an ending that may be a word itself ends none.
    return read.known.end == read.all || read.known.ending == Ending::link ? read.known : PlainHost{};
  }
  const bool sentence = read.known_count > 2 && read.known.end != read.all && !goes_on(text, read.all) &&
                        !is_foreign(text.substr(read.last, read.all - read.last));
  return {sentence ? read.known.end : read.all, Ending::link};
}

/// Behind a scheme, of a link that is a host alone: its end without the next sentence, if a space is missing there.
std::size_t before_sentence(std::u16string_view text, std::size_t start, std::size_t end) noexcept {
  const Labels read = read_labels(text, start);
  const std::size_t fewest = starts_with_ignoring_case(text, start, u"www.") ? 3 : 2;
  if (read.all != end || read.known_count < fewest) return end;
  const auto last = text.substr(read.last, end - read.last);
  return last == documentation || is_foreign(last) ? end : read.known.end;
}

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

/// End of the link that begins at `at`, closing punctuation taken off; npos: none does.
std::size_t link_end(std::u16string_view text, std::size_t at) noexcept {
  if (const std::size_t scheme = scheme_at(text, at); scheme > 0) {
    const std::size_t authority = at + scheme;
    const std::size_t end = without_sentence(text, at, authority, rest_of_link(text, authority));
    return end > authority ? before_sentence(text, authority, end) : npos;  // a scheme alone is no link
  }
  const auto [host, ending] = host_without_scheme(text, at);
  if (ending != Ending::link) return npos;
  return goes_on(text, host) ? std::max(host, without_sentence(text, at, at, rest_of_link(text, host))) : host;
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
      return std::max(end, without_sentence(text, label, label, rest_of_link(text, end)));
    }
    at = label;
  }
  // `{{navn}}https://…` is a link of its own.
  const bool scheme = starts_with_ignoring_case(text, at, u"http");
  return at < text.size() && !scheme && is_word(text[at]) ? link_end(text, at) : npos;
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

constexpr FoundLink link_between(std::size_t start, std::size_t end) noexcept {
  return {static_cast<std::uint32_t>(start), static_cast<std::uint32_t>(end)};
}

unsigned before_link(std::u16string_view text, std::size_t start) noexcept {
  char16_t before = start > 0 ? text[start - 1] : u' ';
  // Nobody sees the soft hyphen that divides a host: `www.sh\u00ADop.dk`.
  for (std::size_t at = start; at > 0 && detail::is_blank(text[at - 1]) && !is_space(text[at - 1]); --at) {
    before = at > 1 ? text[at - 2] : u' ';
  }
  return is_word(before) || !may_begin(text, start) || before == u'}' ? joined_before : 0U;
}

unsigned behind_link(std::u16string_view text, std::size_t end) noexcept {
  constexpr std::u16string_view outside = u"\"<>]";
  bool seen = false;
  for (std::size_t at = end; at < text.size() && !is_space(text[at]) && outside.find(text[at]) == npos; ++at) {
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

/// How a word reads where a scheme is expected.
enum class SchemeWord : std::uint8_t { other, scheme, slip, stray };

/// `slip`: the letters of `https`, doubled, left out or in another order. `stray`: one other letter among them, or no
/// `p`.
SchemeWord read_scheme(std::u16string_view word) noexcept {
  if (detail::equal_ignoring_case(word, u"http") || detail::equal_ignoring_case(word, u"https")) {
    return SchemeWord::scheme;
  }
  if (word.size() < 3 || word.size() > 7) return SchemeWord::other;
  std::size_t h = 0;
  std::size_t t = 0;
  std::size_t p = 0;
  std::size_t others = 0;
  for (const char16_t c : word) {
    const char16_t small = lower(c);
    ++(small == u'h' ? h : small == u't' ? t : small == u'p' ? p : others);
    if (small == u's') --others;
  }
  // Not `php`, `ssh`, `ppt` or `smpp`, nor `host` or `smtp`.
  if (others == 0) {
    if (t > 0 && p > 0 && (h > 0 || t > 1)) return SchemeWord::slip;
    return h > 0 && t > 1 ? SchemeWord::stray : SchemeWord::other;
  }
  // `jttps`: the key beside it.
  const bool near =
      others == 1 && word.size() > 3 && (lower(word[0]) == u'h' ? t > 1 || (t > 0 && p > 0) : t > 1 && p > 0 && h == 0);
  return near ? SchemeWord::stray : SchemeWord::other;
}

bool is_slash(char16_t c) noexcept {
  return c == u'/' || c == u'\\' || c == u'／';
}

/// Behind what stands at `at` for `://`, at most six signs: with other signs, or a space in it.
std::size_t skip_separator(std::u16string_view text, std::size_t at) noexcept {
  constexpr std::size_t longest = 6;
  const std::size_t first = at < text.size() && text.substr(at, 4) == u" ://" ? at + 1 : at;
  std::size_t end = first;
  for (; end < text.size() && end - first < longest; ++end) {
    const char16_t c = text[end];
    const bool stop = (c == u'.' || c == u',') && is_slash(unit_at(text, end + 1));
    if (!stop && !is_slash(c) && c != u':' && c != u';' && c != u'：') break;
  }
  const bool apart = end > first && !is_slash(text[end - 1]) && text.substr(end, 3) == u" //";
  return end == first ? at : apart ? end + 3 : end;
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
  return static_cast<std::uint8_t>(before_link(text, link.start) | behind_link(text, link.end) |
                                   ending_of_link(text, link) | sentence_in_link(text, link));
}

std::vector<FoundLink> find_misspelled_schemes(std::u16string_view text) {
  std::vector<FoundLink> found;
  for (std::size_t at = 0; at < text.size();) {
    if (!is_word(text[at]) || !may_begin(text, at)) {
      ++at;
      continue;
    }
    const std::size_t start = at;
    // As often as a scheme stands here: the last of `https://https://` would be enough.
    std::size_t schemes = 0;
    bool wrong = false;
    std::size_t end = at;
    for (;;) {
      std::size_t word = end;
      while (is_ascii_letter(unit_at(text, word))) ++word;
      const std::size_t behind = skip_separator(text, word);
      const auto scheme = read_scheme(text.substr(end, word - end));
      const auto separator = text.substr(word, behind - word);
      const bool slashes = separator.find_first_of(u"/／") != npos;
      const bool exact = scheme == SchemeWord::scheme;
      if (separator.empty() ||
          !(exact || (scheme == SchemeWord::slip && separator == u":") || (scheme != SchemeWord::other && slashes))) {
        at = std::max(word, at + 1);
        break;
      }
      const bool space = slashes && behind < text.size() && text[behind] == u' ';
      wrong = wrong || !exact || separator != u"://" || space || schemes > 0;
      ++schemes;
      end = behind + (space ? 1 : 0);
    }
    if (wrong && schemes > 0 && end < text.size() && host_without_scheme(text, end).ending != Ending::none) {
      found.push_back(link_between(start, end));
    } else {
      end = start;
    }
    // Within an address other addresses may stand as they please: `https://brand.dk/?to=http:/a.dk`.
    const std::size_t link = link_end(text, end);
    at = link != npos ? link : std::max(at, end);
  }
  return found;
}

}  // namespace klikspor
