// Totals added up, and the report's numbers.
#include "klikspor/report.hpp"

#include "convert.hpp"
#include "hit_names.hpp"
#include "link_kind.hpp"
#include "totals.hpp"

namespace klikspor::door {

namespace {

// --- totals out ---------------------------------------------------------------------------------------------------

/// What was counted of each, by its name.
template <class Names, std::size_t N>
val by_name(const Names& names, const std::array<std::uint64_t, N>& counts, std::size_t from = 0) {
  val object = val::object();
  for (std::size_t i = from; i < N; ++i) object.set(std::string(names.names[i]), number(counts[i]));
  return object;
}

val hour(const ClickRow& row) {
  return val::array(std::vector<double>{number(row.key), number(row.clicks), number(row.first)});
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
      .set("timeline", array(totals.timeline, hour))
      .set("countries", countries)
      .set("devices", by_name(device_names, totals.device))
      .set("lastHitMs", static_cast<double>(totals.last_hit_ms));
}

namespace {

// --- totals in ----------------------------------------------------------------------------------------------------

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
  for (const val& row : elements(reader, "totals.timeline", field(given, "timeline"))) {
    ClickRow& one = totals.timeline.emplace_back();
    one.key = static_cast<std::uint32_t>(
        std::min<std::uint64_t>(count(reader, "totals.timeline", field(row, "0")), last_hour));
    one.clicks = count(reader, "totals.timeline", field(row, "1"));
    one.first = count(reader, "totals.timeline", field(row, "2"));
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

val sum_totals(const val& parts) {
  Reader reader;
  Totals sum;
  for (const val& part : elements(reader, "parts", parts)) sum.add(read_totals(reader, part));
  return reader.refused() ? reader.error() : totals_object(sum);
}

// --- the report ---------------------------------------------------------------------------------------------------

val opt_out_of(const ReportNumbers& report) {
  return Object()
      .set("pagesOpened", number(report.pages_opened))
      .set("confirmed", number(report.confirmed))
      .set("rate", val(report.opt_out));
}

val numbers_of_report(const val& given, const val& links, const val& denominator, const val& confirmed_opt_outs) {
  Reader reader;
  const auto totals = read_totals(reader, given);
  const auto kinds = link_kinds(reader, "links", links);
  const auto delivered = reader.whole<std::uint64_t>("denominator", denominator, 0, highest_exact);
  const auto confirmed = reader.whole<std::uint64_t>("confirmedOptOuts", confirmed_opt_outs, 0, highest_exact);
  return reader.refused() ? reader.error() : val(report_numbers(totals, kinds, delivered, confirmed));
}

}  // namespace

EMSCRIPTEN_BINDINGS(report) {
  ValueObject<LinkTotals>("LinkTotals")
      .field("hits", [](const LinkTotals& link) { return by_name(class_names, link.hits); })
      .field("unique", [](const LinkTotals& link) { return number(link.unique); });
  ValueObject<Rate>("Rate")
      .field("numerator", &Rate::numerator)
      .field("denominator", &Rate::denominator)
      .field("value", &Rate::value)
      .field("low", &Rate::low)
      .field("high", &Rate::high);
  ValueObject<LinkNumbers>("LinkNumbers")
      .field("clicks", [](const LinkNumbers& link) { return number(link.clicks); })
      .field("uniqueClicks", [](const LinkNumbers& link) { return number(link.unique_clicks); })
      .field("ctr", &LinkNumbers::ctr);
  ValueObject<ReportNumbers>("ReportNumbers")
      .field("clicks", [](const ReportNumbers& report) { return number(report.clicks); })
      .field("uniqueClicks", [](const ReportNumbers& report) { return number(report.unique_clicks); })
      .field("ctr", &ReportNumbers::ctr)
      .field("links", [](const ReportNumbers& report) { return array(report.links); })
      .field("optOut", &opt_out_of)
      .field("machineHits", [](const ReportNumbers& report) {
        return by_name(class_names, report.machine_hits, static_cast<std::size_t>(HitClass::human) + 1);
      });
  emscripten::function("sumTotals", &sum_totals);
  emscripten::function("reportNumbers", &numbers_of_report);
}

}  // namespace klikspor::door
