#pragma once
#include <cstdint>
#include <optional>
#include <vector>

#include "klikspor/fold.hpp"

/// When people click, counted from the sending of their messages.
namespace klikspor {

struct ClickPoint {
  std::uint64_t seconds = 0;
  std::uint64_t clickers = 0;  ///< who had clicked by then

  friend bool operator==(const ClickPoint&, const ClickPoint&) = default;
};

/// First clicks of recipients; where nobody's first click is known, as in aggregate campaigns, all clicks.
struct ClickTimes {
  std::uint64_t before = 0;   ///< in steps that were over when the messages went out: in nothing below
  std::uint64_t by_hour = 0;  ///< of those below, whose minute is not known
  /// Seconds until half of them, and nine of ten, had clicked: nearest rank, told as the end of the step in which that
  /// one clicked. None: nobody did.
  std::optional<std::uint64_t> median_s;
  std::optional<std::uint64_t> p90_s;
  /// Ascending in both: the ends of minutes in the first `minute_points_s`, then of hours; only those with a click.
  std::vector<ClickPoint> points;
};

inline constexpr std::uint64_t minute_points_s = 172800;

/// `from_ms`: when the messages went out. What an hour has more than its minutes counts at the hour's end. Sorts the
/// steps; otherwise linear in them.
[[nodiscard]] ClickTimes click_times(const Totals& totals, std::int64_t published_at_ms, std::int64_t from_ms);

}  // namespace klikspor
