#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

/// Hours in which a message may come. What clock a time zone shows at some moment is not known here: there is no clock
/// and no time-zone database in the core, so its callers say what time it is where.
namespace klikspor {

/// Minutes of a day, of 1,440: a message may come from the first up to before the second.
struct DayHours {
  std::uint16_t from = 0;
  std::uint16_t to = 0;
};

/// Nothing: not at all on such a day.
struct SendingHours {
  std::optional<DayHours> weekdays;
  std::optional<DayHours> saturday;
  std::optional<DayHours> sunday;
};

/// What the clock of a place shows.
struct LocalTime {
  std::uint8_t weekday = 0;  ///< 0 is Monday, 6 Sunday
  std::uint16_t minute = 0;  ///< of the day
};

enum class DayKind : std::uint8_t { weekdays, saturday, sunday };

/// A place where it is outside the hours.
struct QuietPlace {
  std::uint32_t place = 0;  ///< index into the places asked about
  DayKind day = DayKind::weekdays;
};

/// The places outside the hours, farthest from them first: those where nothing may come that day, then by the minutes
/// to the hours of the same day, then in their order.
[[nodiscard]] std::vector<QuietPlace> quiet_places(const SendingHours& hours, std::span<const LocalTime> places);

}  // namespace klikspor
