#include "klikspor/stripped_parameters.hpp"

#include <algorithm>
#include <array>

#include "detail/word_list.hpp"
#include "tables/stripped_parameters.hpp"

namespace klikspor {
namespace {

static_assert(detail::in_order(tables::stripped_parameters));

constexpr auto npos = std::u16string_view::npos;

/// What stands between `?` and `#`: code units start … end-1. Without a `?` start and end are the same.
struct Query {
  std::size_t start = 0;
  std::size_t end = 0;
};

Query query_of(std::u16string_view url) noexcept {
  const std::size_t end = std::min(url.find(u'#'), url.size());
  const std::size_t question = url.substr(0, end).find(u'?');
  return {question == npos ? end : question + 1, end};
}

/// Calls `each` with every `name=value`.
template <class Each>
void each_pair(std::u16string_view query, Each each) {
  for (std::size_t at = 0; at <= query.size();) {
    const std::size_t end = std::min(query.find(u'&', at), query.size());
    each(query.substr(at, end - at));
    at = end + 1;
  }
}

std::u16string_view name_in(std::u16string_view pair) noexcept {
  return pair.substr(0, pair.find(u'='));
}

}  // namespace

bool is_stripped(std::u16string_view parameter) noexcept {
  std::array<char, tables::longest_stripped> name{};
  const bool fits = !parameter.empty() && parameter.size() <= name.size() &&
                    std::all_of(parameter.begin(), parameter.end(), [](char16_t c) { return c > u' ' && c < 0x7F; });
  if (!fits) return false;
  std::transform(parameter.begin(), parameter.end(), name.begin(), [](char16_t c) { return static_cast<char>(c); });
  return detail::lists(tables::stripped_parameters, {name.data(), parameter.size()});
}

std::vector<std::u16string> stripped_parameters(std::u16string_view url) {
  std::vector<std::u16string> names;
  const Query query = query_of(url);
  each_pair(url.substr(query.start, query.end - query.start), [&](std::u16string_view pair) {
    const std::u16string_view name = name_in(pair);
    if (is_stripped(name) && std::find(names.begin(), names.end(), name) == names.end()) names.emplace_back(name);
  });
  return names;
}

std::u16string without_stripped(std::u16string_view url) {
  const Query query = query_of(url);
  std::u16string kept;
  bool any = false;
  each_pair(url.substr(query.start, query.end - query.start), [&](std::u16string_view pair) {
    if (is_stripped(name_in(pair))) {
      any = true;
      return;
    }
    kept += kept.empty() ? u'?' : u'&';
    kept += pair;
  });
  if (!any) return std::u16string(url);
  // Where nothing is kept the `?` goes too.
  return std::u16string(url.substr(0, query.start - 1)).append(kept).append(url.substr(query.end));
}

}  // namespace klikspor
