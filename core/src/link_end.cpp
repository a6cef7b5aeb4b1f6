#include <algorithm>
#include <array>

#include "detail/link_grammar.hpp"
#include "detail/utf16.hpp"

// Where a link ends, and the sentence goes on.
namespace klikspor::detail {
namespace {

/// Where a link that goes on at `at` stops, before its closing punctuation is taken off.
std::size_t rest_of_link(std::u16string_view text, std::size_t at) noexcept {
  while (at < text.size() && !ends_link(text, at)) {
    const std::size_t behind = skip_field(text, at);
    at = behind == at ? code_point_at(text, at).end : behind;
  }
  return at;
}

/// Quotation marks, and what messengers write around words to set them off. An address may end in them as well.
constexpr std::u16string_view paired_signs = u"'*_~";

/// Whether a paired sign is open where a link starts: the last one of the line, at most 200 units before, began a word.
bool is_open(std::u16string_view text, std::size_t start, char16_t sign) noexcept {
  constexpr std::size_t farthest = 200;
  const std::size_t first = start > farthest ? start - farthest : 0;
  const auto line = text.substr(first, start - first);
  const std::size_t last = line.rfind(sign);
  if (last == npos || line.find(u'\n', last) != npos || is_gap(text[first + last + 1])) return false;
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

/// Where another address begins behind a sign of the sentence, or a scheme behind a letter: `brand.dk/x,https://…`; or
/// behind `!` a capital letter, and words: `brand.dk/x!Kun i dag`. Behind other signs addresses stand in addresses
/// (`/?to=https://…`, `/web/https://…`).
std::size_t before_next(std::u16string_view text, std::size_t start, std::size_t end) noexcept {
  const bool words = unit_at(text, end) == u' ' && is_word(unit_at(text, end + 1));
  for (std::size_t at = start + 1; at < end; ++at) {
    const char16_t before = text[at - 1];
    // What most letters of an address can begin is none of it.
    if (lower(text[at]) != u'h' && lower(text[at]) != u'w' && before != u'!') continue;
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

/// Behind a scheme, of a link that is a host alone: its end without the next sentence, if a space is missing there.
std::size_t before_sentence(std::u16string_view text, std::size_t start, std::size_t end) noexcept {
  const Labels read = read_labels(text.substr(0, end), start);
  const std::size_t fewest = starts_with_ignoring_case(text, start, u"www.") ? 3 : 2;
  if (read.all != end || read.known_count < fewest) return end;
  const auto last = text.substr(read.last, end - read.last);
  return last == documentation || is_foreign(last) ? end : read.known.end;
}

}  // namespace

std::size_t link_end(std::u16string_view text, std::size_t at) noexcept {
  if (const std::size_t scheme = scheme_at(text, at); scheme > 0) {
    const std::size_t authority = at + scheme;
    const std::size_t end = without_sentence(text, at, authority, rest_of_link(text, authority));
    return end > authority ? before_sentence(text, authority, end) : npos;  // a scheme alone is no link
  }
  const auto [host, ending] = host_without_scheme(text, at);
  if (ending < Ending::link) return npos;
  if (!goes_on(text, host)) return host;
  const std::size_t end = without_sentence(text, at, host, rest_of_link(text, host));
  if (end > host) return end;
  // All that it goes on with is the sentence's: what is a host with a path behind it need not be one alone.
  const auto [alone, alone_ending] = host_without_scheme(text.substr(0, host), at);
  return alone_ending < Ending::link ? npos : alone;
}

std::size_t link_end_behind_field(std::u16string_view text, std::size_t at) noexcept {
  if (at < text.size() && (text[at] == u'.' || text[at] == u'-')) {
    const std::size_t label = at + 1;
    std::size_t end = label;
    while (end < text.size() && is_letter(text[end])) ++end;
    const bool path = text[at] == u'.' && end < text.size() && text[end] == u'/';
    if (path && ending_of(text.substr(label, end - label)) >= Ending::link) {
      return std::max(end, without_sentence(text, label, label, rest_of_link(text, end)));
    }
    at = label;
  }
  // `{{navn}}https://…` is a link of its own.
  const bool scheme = starts_with_ignoring_case(text, at, u"http");
  return at < text.size() && !scheme && is_word(text[at]) ? link_end(text, at) : npos;
}

}  // namespace klikspor::detail
