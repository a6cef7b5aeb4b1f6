#include "klikspor/spread.hpp"

#include <algorithm>
#include <cstdint>

namespace klikspor {
namespace {

double quantile(const std::vector<double>& sorted, double part) {
  const double at = part * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<std::size_t>(at);
  if (below + 1 == sorted.size()) return sorted[below];
  return sorted[below] + (at - static_cast<double>(below)) * (sorted[below + 1] - sorted[below]);
}

}  // namespace

std::optional<Spread> spread_of(std::vector<double> values) {
  if (values.empty()) return std::nullopt;
  // In half the octets of std::sort.
  std::make_heap(values.begin(), values.end());
  std::sort_heap(values.begin(), values.end());
  return Spread{values.size(),         values.front(),         quantile(values, 0.25),
                quantile(values, 0.5), quantile(values, 0.75), values.back()};
}

}  // namespace klikspor
