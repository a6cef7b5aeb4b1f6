#pragma once
#include "convert.hpp"
#include "klikspor/link_kind.hpp"

namespace klikspor::door {

inline constexpr auto kind_names = names<LinkKind>("destination", "opt-out");

/// The kinds of a campaign's links, in order.
[[nodiscard]] inline std::vector<LinkKind> link_kinds(Reader& reader, std::string_view name, const val& given) {
  std::vector<LinkKind> kinds(reader.length(name, given));
  for (std::size_t i = 0; i < kinds.size(); ++i) kinds[i] = reader.one_of(place(name, i), given[i], kind_names);
  return kinds;
}

}  // namespace klikspor::door
