#pragma once
#include <cstddef>
#include <optional>
#include <vector>

/// How values lie, such as those of earlier campaigns: by their ranks, which one campaign out of the way does not move.
namespace klikspor {

struct Spread {
  std::size_t count = 0;
  double lowest = 0;
  double lower_quartile = 0;
  double median = 0;
  double upper_quartile = 0;
  double highest = 0;
};

/// Quartiles between two values are in proportion: Hyndman and Fan, Sample Quantiles in Statistical Packages (1996),
/// type 7, as R and spreadsheets have them. Values are finite; nothing for none.
[[nodiscard]] std::optional<Spread> spread_of(std::vector<double> values);

}  // namespace klikspor
