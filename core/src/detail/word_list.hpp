#pragma once
#include <cstddef>
#include <string_view>

/// Words that stand one behind the other in the order of their octets, with a space before and behind each: a third of
/// what an array of views takes.
namespace klikspor::detail {

/// Whether `words` is such a list; for a static_assert beside each.
[[nodiscard]] constexpr bool in_order(std::string_view words) noexcept {
  if (words.empty() || words.front() != ' ' || words.back() != ' ') return false;
  std::string_view last;
  for (std::size_t at = 1; at < words.size();) {
    const std::size_t end = words.find(' ', at);
    const auto word = words.substr(at, end - at);
    if (word <= last) return false;
    last = word;
    at = end + 1;
  }
  return true;
}

/// Whether `word` is one of `words`. Logarithmic in the list.
[[nodiscard]] constexpr bool lists(std::string_view words, std::string_view word) noexcept {
  std::size_t low = 0;  // the spaces around what is left of the list
  std::size_t high = words.size() - 1;
  while (low < high) {
    std::size_t begin = low + (high - low) / 2;
    while (words[begin] != ' ') --begin;
    std::size_t end = begin + 1;
    std::size_t same = 0;
    for (; same < word.size() && words[end] != ' ' && words[end] == word[same]; ++end) ++same;
    if (same == word.size() && words[end] == ' ') return true;
    if (same < word.size() && words[end] < word[same]) {
      while (words[end] != ' ') ++end;
      low = end;
    } else {
      high = begin;
    }
  }
  return false;
}

}  // namespace klikspor::detail
