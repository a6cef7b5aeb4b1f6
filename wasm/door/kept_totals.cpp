// Totals as they come back out of JSON, which any version may have written.
#include <algorithm>

#include "convert.hpp"
#include "hit_names.hpp"
#include "totals.hpp"

namespace klikspor::door {
namespace {

/// The elements of an array.
std::vector<val> elements(Reader& reader, std::string_view name, const val& array) {
  return reader.length(name, array) == 0 ? std::vector<val>() : emscripten::vecFromJSArray<val>(array);
}

/// A count of an object, which may come out of JSON.
std::uint64_t count(Reader& reader, const std::string& name, const val& value) {
  return reader.whole<std::uint64_t>(name, value, 0, highest_exact);
}
template <class Names, std::size_t N>
void counts(Reader& reader, const std::string& name, const val& object, const Names& names,
            std::array<std::uint64_t, N>& out) {
  for (std::size_t i = 0; i < N; ++i) {
    const std::string of(names.names[i]);
    out[i] = count(reader, std::string(name).append(".").append(of), field(object, of.c_str()));
  }
}

/// [hour or minute, clicks, first clicks] each. There may be thousands, so all their numbers cross at once.
std::vector<ClickRow> click_rows(Reader& reader, const std::string& name, const val& given, std::uint32_t last) {
  if (reader.length(name, given) == 0) return {};
  const auto numbers = reader.numbers<double>(name, given.call<val>("flat"));
  std::vector<ClickRow> rows(numbers.size() / 3);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const double* row = &numbers[3 * i];
    rows[i].key = std::min(reader.whole<std::uint32_t>(name, row[0], 0, highest_uint32), last);
    rows[i].clicks = reader.whole<std::uint64_t>(name, row[1], 0, highest_exact);
    rows[i].first = reader.whole<std::uint64_t>(name, row[2], 0, highest_exact);
  }
  return rows;
}

}  // namespace

Totals read_totals(Reader& reader, const val& given) {
  Totals totals;
  totals.clickers = count(reader, "totals.clickers", field(given, "clickers"));
  totals.openers = count(reader, "totals.openers", field(given, "openers"));
  totals.last_hit_ms = static_cast<std::int64_t>(count(reader, "totals.lastHitMs", field(given, "lastHitMs")));
  counts(reader, "totals.devices", field(given, "devices"), device_names, totals.device);
  for (const val& link : elements(reader, "totals.links", field(given, "links"))) {
    LinkTotals& one = totals.links.emplace_back();
    counts(reader, "totals.links.hits", field(link, "hits"), class_names, one.hits);
    one.unique = count(reader, "totals.links.unique", field(link, "unique"));
  }
  totals.timeline = click_rows(reader, "totals.timeline", field(given, "timeline"), last_hour);
  // Earlier versions had neither.
  const val minutes = field(given, "minutes");
  if (is_given(minutes)) totals.minutes = click_rows(reader, "totals.minutes", minutes, minutes_kept - 1);
  const val reasons = field(given, "reasons");
  if (is_given(reasons)) {
    for (const val& reason : elements(reader, "totals.reasons", reasons)) {
      ReasonCount& one = totals.reasons.emplace_back();
      one.hit_class = reader.one_of("totals.reasons.class", field(reason, "class"), class_names);
      one.reason = utf8(field(reason, "reason"));
      one.rules = reader.whole<std::uint32_t>("totals.reasons.rules", field(reason, "rules"), 0, highest_uint32);
      one.hits = count(reader, "totals.reasons.hits", field(reason, "hits"));
    }
  }
  const val countries = field(given, "countries");
  if (!reader.object("totals.countries", countries)) return totals;
  for (const val& name : emscripten::vecFromJSArray<val>(val::global("Object").call<val>("keys", countries))) {
    const std::uint16_t country = pack_country(name.as<std::string>());
    if (country == 0) continue;
    totals.countries.push_back({country, count(reader, "totals.countries", countries[name])});
  }
  return totals;
}

}  // namespace klikspor::door
