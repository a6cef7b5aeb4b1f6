// Totals, as a counter tells them, and added up.
#include "totals.hpp"

#include "convert.hpp"
#include "hit_names.hpp"

namespace klikspor::door {
namespace {

val click_row(const ClickRow& row) {
  return val::array(std::vector<double>{number(row.key), number(row.clicks), number(row.first)});
}

val reason_count(const ReasonCount& count) {
  return Object()
      .set("class", class_names(count.hit_class))
      .set("reason", text(count.reason))
      .set("rules", count.rules)
      .set("hits", number(count.hits));
}

}  // namespace

val totals_object(const Totals& totals) {
  val countries = val::object();
  for (const ClickRow& row : totals.countries)
    countries.set(country_name(static_cast<std::uint16_t>(row.key)), number(row.clicks));
  return Object()
      .set("links", array(totals.links))
      .set("clickers", number(totals.clickers))
      .set("openers", number(totals.openers))
      .set("timeline", array(totals.timeline, click_row))
      .set("minutes", array(totals.minutes, click_row))
      .set("countries", countries)
      .set("devices", by_name(device_names, totals.device))
      .set("reasons", array(totals.reasons, reason_count))
      .set("lastHitMs", static_cast<double>(totals.last_hit_ms));
}

namespace {

val sum_totals(const val& parts) {
  Reader reader;
  Totals sum;
  const std::size_t count = reader.length("parts", parts);
  for (std::size_t i = 0; i < count; ++i) sum.add(read_totals(reader, parts[i]));
  return reader.refused() ? reader.error() : totals_object(sum);
}

}  // namespace

EMSCRIPTEN_BINDINGS(totals) {
  ValueObject<LinkTotals>("LinkTotals")
      .field("hits", [](const LinkTotals& link) { return by_name(class_names, link.hits); })
      .field("unique", [](const LinkTotals& link) { return number(link.unique); });
  emscripten::function("sumTotals", &sum_totals);
}

}  // namespace klikspor::door
