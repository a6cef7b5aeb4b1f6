#include "klikspor/sending_hours.hpp"

#include <vector>

#include "catch2.hpp"

using namespace klikspor;

namespace {

constexpr std::uint16_t at(int hour, int minute = 0) {
  return static_cast<std::uint16_t>(hour * 60 + minute);
}
constexpr SendingHours usual{DayHours{at(8), at(20)}, DayHours{at(9), at(18)}, DayHours{at(10), at(18)}};

std::vector<std::uint32_t> places_of(const std::vector<QuietPlace>& quiet) {
  std::vector<std::uint32_t> places;
  for (const QuietPlace& place : quiet) places.push_back(place.place);
  return places;
}

}  // namespace

TEST_CASE("a place is quiet before the first minute of its day's hours and from the last on", "[sending_hours]") {
  const auto [weekday, minute, quiet, day] = GENERATE(table<int, std::uint16_t, bool, DayKind>({
      {0, at(0), true, DayKind::weekdays},
      {0, at(7, 59), true, DayKind::weekdays},
      {0, at(8), false, DayKind::weekdays},
      {3, at(19, 59), false, DayKind::weekdays},
      {4, at(20), true, DayKind::weekdays},
      {4, at(23, 59), true, DayKind::weekdays},
      {5, at(8, 59), true, DayKind::saturday},
      {5, at(9), false, DayKind::saturday},
      {5, at(17, 59), false, DayKind::saturday},
      {5, at(18), true, DayKind::saturday},
      {6, at(9, 59), true, DayKind::sunday},
      {6, at(10), false, DayKind::sunday},
  }));
  CAPTURE(weekday, minute);
  const LocalTime time{static_cast<std::uint8_t>(weekday), minute};
  const auto found = quiet_places(usual, {&time, 1});
  REQUIRE(found.size() == (quiet ? 1U : 0U));
  if (quiet) CHECK(found[0].day == day);
}

TEST_CASE("the farthest place from the hours comes first, and equals in their order", "[sending_hours]") {
  // 10:00 in New York is 09:00 in Chicago, 07:00 in Los Angeles, 06:00 in Anchorage and 05:00 in Honolulu.
  const std::vector<LocalTime> places{{3, at(10)}, {3, at(9)}, {3, at(7)}, {3, at(6)}, {3, at(5)}, {3, at(7)}};
  CHECK(places_of(quiet_places(usual, places)) == std::vector<std::uint32_t>{4, 3, 2, 5});
  // As far behind the hours as before them: their last minute is 19:59.
  const std::vector<LocalTime> both{{3, at(7, 30)}, {3, at(20, 29)}, {3, at(20, 30)}};
  CHECK(places_of(quiet_places(usual, both)) == std::vector<std::uint32_t>{2, 0, 1});
}

TEST_CASE("where nothing may come that day it is quiet all day, before any other place", "[sending_hours]") {
  const SendingHours french{DayHours{at(8), at(21, 30)}, DayHours{at(8), at(21, 30)}, std::nullopt};
  const std::vector<LocalTime> places{{5, at(23, 59)}, {6, at(12)}, {0, at(12)}, {6, at(9)}};
  const auto found = quiet_places(french, places);
  CHECK(places_of(found) == std::vector<std::uint32_t>{1, 3, 0});
  CHECK(found[0].day == DayKind::sunday);
  CHECK(quiet_places(french, {}).empty());
}
