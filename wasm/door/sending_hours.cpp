// Hours in which messages may come.
#include "klikspor/sending_hours.hpp"

#include "convert.hpp"

namespace klikspor::door {
namespace {

constexpr std::array<const char*, 3> day_names = {"weekdays", "saturday", "sunday"};

/// Of `07:30`: the minute of the day.
std::uint16_t minute_of(Reader& reader, std::string_view name, const val& time) {
  const std::string text = time.isString() ? utf8(time) : std::string();
  if (text.size() == 5 && text[2] == ':') {
    const auto digit = [&](std::size_t at) { return text[at] >= '0' && text[at] <= '9' ? text[at] - '0' : 100; };
    const int hour = digit(0) * 10 + digit(1);
    const int minute = digit(3) * 10 + digit(4);
    if (hour < 24 && minute < 60) return static_cast<std::uint16_t>(hour * 60 + minute);
  }
  reader.refuse(name, time, "a time of day such as 07:30");
  return 0;
}

/// Null: nothing may come on such a day.
std::optional<DayHours> day_hours(Reader& reader, const val& hours) {
  if (hours.isNull()) return std::nullopt;
  return DayHours{minute_of(reader, "hours", field(hours, "0")), minute_of(reader, "hours", field(hours, "1"))};
}

val quiet(const val& given, const val& clocks) {
  Reader reader;
  const auto day = [&](DayKind kind) {
    return day_hours(reader, field(given, day_names[static_cast<std::size_t>(kind)]));
  };
  const SendingHours hours{day(DayKind::weekdays), day(DayKind::saturday), day(DayKind::sunday)};
  std::vector<LocalTime> places;
  const std::size_t count = reader.length("clocks", clocks);
  for (std::size_t i = 0; i < count; ++i) {
    const auto weekday = reader.whole<std::uint8_t>("clock.weekday", field(clocks[i], "weekday"), 0, 6);
    places.push_back({weekday, minute_of(reader, "clock.time", field(clocks[i], "time"))});
  }
  if (reader.refused()) return reader.error();
  return array(quiet_places(hours, places), [&](const QuietPlace& found) -> val {
    const val clock = clocks[found.place];
    return Object()
        .set("timeZone", field(clock, "timeZone"))
        .set("time", field(clock, "time"))
        .set("hours", field(given, day_names[static_cast<std::size_t>(found.day)]));
  });
}

}  // namespace

EMSCRIPTEN_BINDINGS(sending_hours) {
  emscripten::function("quietPlaces", &quiet);
}

}  // namespace klikspor::door
