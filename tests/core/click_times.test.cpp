#include "klikspor/click_times.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

#include "catch2.hpp"
#include "random.hpp"

using namespace klikspor;

namespace {
constexpr std::int64_t published = 1795800000000;
constexpr std::int64_t minute = 60000;
constexpr std::int64_t hour = 60 * minute;

/// As a shard's state has them: minutes of the first two weeks, and all hours.
Totals totals_of(const std::vector<std::int64_t>& first_clicks_ms, bool with_minutes = true) {
  CampaignShape shape{
      static_cast<std::uint32_t>(first_clicks_ms.size()), {LinkKind::destination}, 1, 0, false, published};
  HitBatch batch{{""}, {""}, {}, 0, 0};
  for (std::size_t i = 0; i < first_clicks_ms.size(); ++i) {
    Hit hit;
    hit.at_ms = published + first_clicks_ms[i];
    hit.recipient = static_cast<std::uint32_t>(i);
    batch.hits.push_back(hit);
  }
  ShardState state(shape);
  state.take(batch);
  state.settle_all();
  Totals totals = state.totals();
  if (!with_minutes) totals.minutes.clear();
  return totals;
}

using Points = std::vector<ClickPoint>;
}  // namespace

TEST_CASE("the curve of first clicks counts from the sending, to the end of each minute", "[click_times]") {
  const auto totals = totals_of({10 * minute + 1, 10 * minute + 2, 12 * minute, 70 * minute, 71 * minute});
  const auto times = click_times(totals, published, published + 10 * minute + 30000);
  // Two that lie in the minute of sending are taken to have come after it.
  CHECK(times.before == 0);
  CHECK(times.by_hour == 0);
  CHECK(times.points == Points{{30, 2}, {150, 3}, {3630, 4}, {3690, 5}});
  CHECK(times.median_s == 150);
  CHECK(times.p90_s == 3690);
}

TEST_CASE("clicks from before the sending are told and in no other figure", "[click_times]") {
  const auto totals = totals_of({0, 59999, 3 * minute, 4 * minute});
  const auto times = click_times(totals, published, published + minute);
  CHECK(times.before == 2);
  CHECK(times.points == Points{{180, 1}, {240, 2}});
  CHECK(times.median_s == 180);
  const auto later = click_times(totals, published, published + 2 * hour);
  CHECK(later.before == 4);
  CHECK(later.points.empty());
  CHECK_FALSE(later.median_s.has_value());
  CHECK_FALSE(click_times({}, published, published).p90_s.has_value());
}

TEST_CASE("what has no minute counts at the end of its hour", "[click_times]") {
  auto totals = totals_of({minute, 5 * minute, 61 * minute}, false);
  auto times = click_times(totals, published, published);
  CHECK(times.by_hour == 3);
  CHECK(times.points == Points{{3600, 2}, {7200, 3}});
  // One shard knows minutes, the other was brought back from its copy.
  totals.add(totals_of({5 * minute, 61 * minute}));
  times = click_times(totals, published, published);
  CHECK(times.by_hour == 3);
  CHECK(times.points == Points{{360, 1}, {3600, 3}, {3720, 4}, {7200, 5}});
}

TEST_CASE("after 48 hours the curve goes by the hour, and a year later it ends", "[click_times]") {
  const auto totals = totals_of({0, 48 * hour - 1, 48 * hour, 48 * hour + minute, 9600 * hour});
  const auto times = click_times(totals, published, published);
  CHECK(times.points == Points{{60, 1}, {172800, 2}, {176400, 4}, {31626000, 5}});
}

TEST_CASE("where nobody is known the curve is of clicks", "[click_times]") {
  Totals totals;
  totals.timeline = {{0, 5, 0}};
  totals.minutes = {{2, 3, 0}, {3, 2, 0}};
  CHECK(click_times(totals, published, published).points == Points{{180, 3}, {240, 5}});
  // More than their hour has: damaged, or of two moments. The hour is right.
  totals.minutes = {{2, 9, 0}};
  CHECK(click_times(totals, published, published).points == Points{{180, 5}});
}

TEST_CASE("median and p90 are those of the sorted times, to the end of the minute", "[click_times]") {
  const auto seed = GENERATE(range(1U, 20U));
  Random random(seed);
  std::vector<std::int64_t> at(1 + random() % 500);
  for (auto& one : at) one = static_cast<std::int64_t>(std::exp(random() % 12000 / 1000.0) * 1000);
  const std::int64_t from = static_cast<std::int64_t>(random() % 60) * 1000;
  const auto times = click_times(totals_of(at), published, published + from);
  std::vector<std::int64_t> seconds;
  for (const auto one : at) {
    const std::int64_t end = (one / minute + 1) * minute;
    if (end > from) seconds.push_back((end - from) / 1000);
  }
  std::sort(seconds.begin(), seconds.end());
  CHECK(times.before == at.size() - seconds.size());
  const auto nearest = [&](double part) {
    return static_cast<std::uint64_t>(
        seconds[static_cast<std::size_t>(std::ceil(part * static_cast<double>(seconds.size()) - 1e-9)) - 1]);
  };
  REQUIRE(!seconds.empty());
  CHECK(times.median_s == nearest(0.5));
  CHECK(times.p90_s == nearest(0.9));
  CHECK(times.points.back().clickers == seconds.size());
}
