// What a report says beside its counts: when people clicked, and how rates compare.
#include <cmath>

#include "convert.hpp"
#include "klikspor/click_times.hpp"
#include "klikspor/report.hpp"
#include "klikspor/spread.hpp"
#include "totals.hpp"

namespace klikspor::door {
namespace {

val seconds(const std::optional<std::uint64_t>& given) {
  return given ? val(number(*given)) : val::null();
}

val times(const val& given, const val& published, const val& from) {
  Reader reader;
  const auto totals = read_totals(reader, given);
  const auto published_at_ms = reader.whole<std::int64_t>("publishedAtMs", published, 0, highest_exact);
  const auto from_ms = reader.whole<std::int64_t>("fromMs", from, 0, highest_exact);
  if (reader.refused()) return reader.error();
  const ClickTimes found = click_times(totals, published_at_ms, from_ms);
  return Object()
      .set("fromMs", number(from_ms))
      .set("before", number(found.before))
      .set("byHour", number(found.by_hour))
      .set("medianS", seconds(found.median_s))
      .set("p90S", seconds(found.p90_s))
      .set("points", array(found.points, [](const ClickPoint& point) {
             return val::array(std::vector<double>{number(point.seconds), number(point.clickers)});
           }));
}

Rate read_rate(Reader& reader, const std::string& name, const val& given) {
  if (!reader.object(name, given)) return {};
  const auto part = [&](const char* of) {
    return reader.whole<std::uint64_t>(std::string(name).append(".").append(of), field(given, of), 0, highest_exact);
  };
  const std::uint64_t numerator = part("numerator");
  return rate(numerator, part("denominator"));
}

constexpr auto verdict_names = names<Higher>("first-higher", "second-higher", "none-shown");

val compared(const val& first, const val& second) {
  Reader reader;
  const Rate one = read_rate(reader, "first", first);
  const Rate other = read_rate(reader, "second", second);
  if (reader.refused()) return reader.error();
  const RateDifference found = difference(one, other);
  return Object()
      .set("value", found.value)
      .set("low", found.low)
      .set("high", found.high)
      .set("verdict", verdict_names(found.higher))
      .set("more", found.more ? val::array(std::vector<double>{found.more->first, found.more->second}) : val::null());
}

val spread(const val& values) {
  Reader reader;
  auto numbers = reader.numbers<double>("values", values);
  for (std::size_t i = 0; i < numbers.size(); ++i)
    if (!std::isfinite(numbers[i])) reader.refuse(place("values", i), values[i], "a finite number");
  if (reader.refused()) return reader.error();
  const auto found = spread_of(std::move(numbers));
  if (!found) return val::null();
  return Object()
      .set("count", number(found->count))
      .set("lowest", found->lowest)
      .set("lowerQuartile", found->lower_quartile)
      .set("median", found->median)
      .set("upperQuartile", found->upper_quartile)
      .set("highest", found->highest);
}

}  // namespace

EMSCRIPTEN_BINDINGS(report_figures) {
  emscripten::function("clickTimes", &times);
  emscripten::function("compareRates", &compared);
  emscripten::function("spreadOf", &spread);
}

}  // namespace klikspor::door
