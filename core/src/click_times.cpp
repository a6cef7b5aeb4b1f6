#include "klikspor/click_times.hpp"

#include <algorithm>
#include <cstddef>

namespace klikspor {
namespace {

constexpr std::int64_t second_ms = 1000;
constexpr std::int64_t minute_ms = 60 * second_ms;
constexpr std::int64_t hour_ms = 60 * minute_ms;
constexpr std::uint32_t minutes_an_hour = 60;

struct Step {
  std::int64_t end_ms = 0;
  std::uint64_t clickers = 0;
  bool is_hour = false;
};

/// Minutes, and behind those of each hour what it has beside them: by their ends, ascending.
std::vector<Step> steps_of(const Totals& totals, std::int64_t published_at_ms) {
  const bool knows_first =
      std::any_of(totals.timeline.begin(), totals.timeline.end(), [](const ClickRow& row) { return row.first > 0; });
  const auto clickers = [knows_first](const ClickRow& row) { return knows_first ? row.first : row.clicks; };
  std::vector<Step> steps;
  auto minute = totals.minutes.begin();
  for (const ClickRow& hour : totals.timeline) {
    std::uint64_t left = clickers(hour);
    for (; minute != totals.minutes.end() && minute->key / minutes_an_hour <= hour.key; ++minute) {
      const std::uint64_t here = std::min(clickers(*minute), left);
      left -= here;
      if (here > 0) steps.push_back({published_at_ms + (std::int64_t{minute->key} + 1) * minute_ms, here});
    }
    if (left > 0) steps.push_back({published_at_ms + (std::int64_t{hour.key} + 1) * hour_ms, left, true});
  }
  return steps;
}

/// A whole number of steps from the first moment on, upwards.
std::int64_t rounded_up(std::int64_t ms, std::int64_t step_ms) {
  return (ms + step_ms - 1) / step_ms * step_ms;
}

/// The end of the step in which the one of this rank clicked.
std::optional<std::uint64_t> at_rank(const std::vector<ClickPoint>& points, std::uint64_t rank) {
  const auto point = std::lower_bound(points.begin(), points.end(), rank,
                                      [](const ClickPoint& one, std::uint64_t of) { return one.clickers < of; });
  if (point == points.end()) return std::nullopt;
  return point->seconds;
}

}  // namespace

ClickTimes click_times(const Totals& totals, std::int64_t published_at_ms, std::int64_t from_ms) {
  ClickTimes times;
  std::uint64_t clickers = 0;
  for (const Step& step : steps_of(totals, published_at_ms)) {
    if (step.end_ms <= from_ms) {
      times.before += step.clickers;
      continue;
    }
    std::int64_t end_ms = step.end_ms;
    const bool is_late = end_ms - from_ms > static_cast<std::int64_t>(minute_points_s) * second_ms;
    if (is_late) end_ms = published_at_ms + rounded_up(end_ms - published_at_ms, hour_ms);
    const auto seconds = static_cast<std::uint64_t>(rounded_up(end_ms - from_ms, second_ms) / second_ms);
    clickers += step.clickers;
    if (step.is_hour) times.by_hour += step.clickers;
    if (times.points.empty() || times.points.back().seconds != seconds) times.points.push_back({seconds, 0});
    times.points.back().clickers = clickers;
  }
  if (clickers == 0) return times;
  times.median_s = at_rank(times.points, clickers / 2 + clickers % 2);
  times.p90_s = at_rank(times.points, clickers - clickers / 10);
  return times;
}

}  // namespace klikspor
