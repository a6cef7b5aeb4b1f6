#pragma once
#include "convert.hpp"

namespace klikspor::door {

/// Whether a campaign counts each recipient by himself or all of them together.
[[nodiscard]] inline bool is_aggregate(Reader& reader, std::string_view name, const val& tracking) {
  constexpr std::array<std::string_view, 2> names = {"recipient", "aggregate"};
  return reader.index(name, tracking, names) == 1;
}

}  // namespace klikspor::door
