#pragma once
#include "convert.hpp"
#include "klikspor/link_kind.hpp"

namespace klikspor::door {

inline constexpr auto kind_names = names<LinkKind>("destination", "opt-out");

/// The kinds of a campaign's links, in order.
[[nodiscard]] inline Read<std::vector<LinkKind>> link_kinds(std::string_view name, const val& given) {
  const auto size = given["length"].as<std::size_t>();
  std::vector<LinkKind> kinds;
  kinds.reserve(size);
  for (std::size_t i = 0; i < size; ++i) {
    const auto kind = kind_names.read(std::string(name) + "[" + std::to_string(i) + "]", given[i]);
    if (!kind) return kind.error();
    kinds.push_back(*kind);
  }
  return kinds;
}

}  // namespace klikspor::door
