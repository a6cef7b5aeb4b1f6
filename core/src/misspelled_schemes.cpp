#include "klikspor/misspelled_schemes.hpp"

#include "detail/link_grammar.hpp"

namespace klikspor {
namespace {

using detail::Ending;
using detail::host_without_scheme;
using detail::is_ascii_letter;
using detail::is_word;
using detail::link_between;
using detail::link_end;
using detail::lower;
using detail::may_begin;
using detail::npos;
using detail::unit_at;

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
