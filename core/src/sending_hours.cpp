#include "klikspor/sending_hours.hpp"

#include <algorithm>
#include <limits>

namespace klikspor {
namespace {

constexpr std::uint32_t all_day = std::numeric_limits<std::uint32_t>::max();

DayKind kind_of(std::uint8_t weekday) noexcept {
  return weekday == 5 ? DayKind::saturday : weekday == 6 ? DayKind::sunday : DayKind::weekdays;
}

const std::optional<DayHours>& hours_of(const SendingHours& hours, DayKind day) noexcept {
  switch (day) {
    case DayKind::saturday: return hours.saturday;
    case DayKind::sunday: return hours.sunday;
    case DayKind::weekdays: break;
  }
  return hours.weekdays;
}

/// Minutes to the hours; 0 within them.
std::uint32_t away(const std::optional<DayHours>& hours, std::uint32_t minute) noexcept {
  if (!hours) return all_day;
  if (minute < hours->from) return hours->from - minute;
  return minute < hours->to ? 0 : minute - hours->to + 1;
}

}  // namespace

std::vector<QuietPlace> quiet_places(const SendingHours& hours, std::span<const LocalTime> places) {
  std::vector<QuietPlace> quiet;
  const auto away_from = [&](const QuietPlace& place) {
    return away(hours_of(hours, place.day), places[place.place].minute);
  };
  for (std::uint32_t i = 0; i < places.size(); ++i) {
    const QuietPlace place{i, kind_of(places[i].weekday)};
    if (away_from(place) == 0) continue;
    // Put in its place: countries have a handful of zones.
    const auto nearer = [&](const QuietPlace& other) { return away_from(other) < away_from(place); };
    quiet.insert(std::find_if(quiet.begin(), quiet.end(), nearer), place);
  }
  return quiet;
}

}  // namespace klikspor
