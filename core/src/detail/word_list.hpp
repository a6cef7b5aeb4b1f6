#pragma once
#include <string_view>

namespace klikspor::detail {

/// Whether `word` is one of `words`, which stand one behind the other with a space before and behind each: a third of
/// what an array of views takes. `word` holds no space. Linear in the list.
[[nodiscard]] constexpr bool lists(std::string_view words, std::string_view word) noexcept {
  for (std::size_t at = 1; at < words.size();) {
    const std::size_t end = words.find(' ', at);
    if (words.substr(at, end - at) == word) return true;
    at = end + 1;
  }
  return false;
}

}  // namespace klikspor::detail
