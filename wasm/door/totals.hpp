#pragma once
#include "convert.hpp"
#include "klikspor/fold.hpp"

namespace klikspor::door {

/// What was counted of each, by its name.
template <class Names, std::size_t N>
[[nodiscard]] val by_name(const Names& names, const std::array<std::uint64_t, N>& counts, std::size_t from = 0) {
  val object = val::object();
  for (std::size_t i = from; i < N; ++i) object.set(std::string(names.names[i]), number(counts[i]));
  return object;
}

/// Totals as JavaScript and its JSON have them.
[[nodiscard]] val totals_object(const Totals& totals);
/// And back, as any version has written them (kept_totals.cpp).
[[nodiscard]] Totals read_totals(Reader& reader, const val& given);

}  // namespace klikspor::door
