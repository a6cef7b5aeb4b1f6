#include "klikspor/misspelled_schemes.hpp"

#include <algorithm>

#include "detail/link_grammar.hpp"

namespace klikspor {
namespace {

using detail::Ending;
using detail::host_without_scheme;
using detail::is_word;
using detail::link_between;
using detail::link_end;
using detail::lower;
using detail::may_begin;
using detail::npos;
using detail::turns_plain;
using detail::unit_at;

/// So many slips lie between words that have nothing to do with each other.
constexpr std::size_t far = 3;

/// How many letters of `word` must be put in, left out, changed or swapped with the next to make it `name` (the optimal
/// string alignment); one more than `most` where that does not do.
std::size_t edits(std::u16string_view word, std::u16string_view name, std::size_t most = far - 1) noexcept {
  while (!word.empty() && !name.empty() && lower(word[0]) == name[0]) {
    word.remove_prefix(1);
    name.remove_prefix(1);
  }
  if (word.empty() && name.empty()) return 0;
  if (most == 0) return 1;
  std::size_t least = most;
  const auto attempt = [&](std::size_t of_word, std::size_t of_name) {
    if (of_word > word.size() || of_name > name.size()) return;
    least = std::min(least, edits(word.substr(of_word), name.substr(of_name), most - 1));
  };
  attempt(1, 0);
  attempt(0, 1);
  attempt(1, 1);
  if (word.size() > 1 && name.size() > 1 && lower(word[1]) == name[0] && lower(word[0]) == name[1]) attempt(2, 2);
  return least + 1;
}

/// How many slips make `word` of `http` or `https`; 0: it is one of them. With two the first letter must be right: that
/// near are other schemes (`ftp`, `rtsp`, `smtp`).
std::size_t slips_in(std::u16string_view word) noexcept {
  const std::size_t slips = std::min(edits(word, u"http"), edits(word, u"https"));
  return slips < 2 || (slips == 2 && lower(word[0]) == u'h') ? slips : far;
}

bool is_slash(char16_t c) noexcept {
  return c == u'/' || c == u'\\' || c == u'／';
}

/// What stands for `://`: colons and slashes, at most six, with other signs before a slash, and a space before it.
struct Separator {
  std::size_t end;
  std::size_t signs = 0;
  std::size_t slashes = 0;
};

Separator read_separator(std::u16string_view text, std::size_t at) noexcept {
  constexpr std::size_t longest = 6;
  constexpr std::u16string_view around = u"\"<>(){}[]@";
  Separator read{text.substr(at, 4) == u" ://" ? at + 1 : at};
  for (; read.end < text.size() && read.signs < longest; ++read.signs) {
    const char16_t c = text[read.end];
    const auto escape = text.substr(read.end, 3);
    const bool escaped = detail::equal_ignoring_case(escape, u"%2f");
    const bool colon = c == u':' || c == u';' || c == u'：' || detail::equal_ignoring_case(escape, u"%3a");
    const bool before_slash = c < 0x7F && !is_word(c) && around.find(c) == npos &&
                              (c > u' ' || (c == u' ' && read.signs > 0)) && is_slash(unit_at(text, read.end + 1));
    const bool slash = is_slash(c) || escaped;
    if (!slash && !colon && !before_slash) break;
    if (slash) ++read.slashes;
    read.end += c == u'%' && !before_slash ? 3 : 1;
  }
  return read;
}

/// Whether somebody meant `https://` by that many slips and what follows them. Behind a word with two slips a slash
/// alone is one of the text: `hytte/brand.dk`.
bool is_meant(std::size_t slips, const Separator& separator, std::u16string_view signs) noexcept {
  if (signs.empty()) return false;
  if (slips == 0) return true;
  return slips == 1 ? separator.slashes > 0 || signs == u":" : separator.slashes > 0 && separator.signs > 1;
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
      while (is_word(unit_at(text, word)) && (word == end || !turns_plain(text, word))) ++word;
      const std::size_t slips = slips_in(text.substr(end, word - end));
      const Separator separator = slips == far ? Separator{word} : read_separator(text, word);
      const auto signs = text.substr(word, separator.end - word);
      if (!is_meant(slips, separator, signs)) {
        at = std::max(word, at + 1);
        break;
      }
      const bool space = separator.slashes > 0 && separator.end < text.size() && text[separator.end] == u' ';
      wrong = wrong || slips > 0 || signs != u"://" || space || schemes > 0;
      ++schemes;
      end = separator.end + (space ? 1 : 0);
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
