// Totals added up, and the report's numbers.
#include "klikspor/report.hpp"

#include "convert.hpp"
#include "hit_names.hpp"
#include "link_kind.hpp"
#include "totals.hpp"

namespace klikspor::door {

namespace {

double number(std::uint64_t count) {
  return static_cast<double>(count);
}

// --- totals out ---------------------------------------------------------------------------------------------------

/// What was counted of each, by its name.
template <class Names, std::size_t N>
val by_name(const Names& names, const std::array<std::uint64_t, N>& counts, std::size_t from = 0) {
  val object = val::object();
  for (std::size_t i = from; i < N; ++i) object.set(std::string(names.names[i]), number(counts[i]));
  return object;
}

val hits_of(const LinkTotals& link) {
  return by_name(class_names, link.hits);
}
double unique_of(const LinkTotals& link) {
  return number(link.unique);
}

val hour(const ClickRow& row) {
  return val::array(std::vector<double>{number(row.key), number(row.clicks), number(row.first)});
}

}  // namespace

val totals_object(const Totals& totals) {
  val countries = val::object();
  for (const ClickRow& row : totals.countries)
    countries.set(country_name(static_cast<std::uint16_t>(row.key)), number(row.clicks));
  val object = val::object();
  object.set("links", array(totals.links));
  object.set("clickers", number(totals.clickers));
  object.set("openers", number(totals.openers));
  object.set("timeline", array(totals.timeline, hour));
  object.set("countries", countries);
  object.set("devices", by_name(device_names, totals.device));
  object.set("lastHitMs", static_cast<double>(totals.last_hit_ms));
  return object;
}

namespace {

// --- totals in ----------------------------------------------------------------------------------------------------

/// Reads counts of an object, which may come out of JSON; the first that is none is told by its name.
class CountReader {
 public:
  [[nodiscard]] std::uint64_t count(const std::string& name, const val& value) {
    const auto read = whole<std::uint64_t>(name, value, 0, highest_exact);
    if (read) return *read;
    if (!complaint_) complaint_ = read.error();
    return 0;
  }
  template <class Names, std::size_t N>
  void counts(const std::string& name, const val& object, const Names& names, std::array<std::uint64_t, N>& out) {
    for (std::size_t i = 0; i < N; ++i) {
      const std::string of(names.names[i]);
      out[i] = count(name + "." + of, object[of]);
    }
  }
  [[nodiscard]] const std::optional<Complaint>& complaint() const { return complaint_; }

 private:
  std::optional<Complaint> complaint_;
};

Read<Totals> read_totals(const val& given) {
  CountReader from;
  Totals totals;
  totals.clickers = from.count("totals.clickers", given["clickers"]);
  totals.openers = from.count("totals.openers", given["openers"]);
  totals.last_hit_ms = static_cast<std::int64_t>(from.count("totals.lastHitMs", given["lastHitMs"]));
  from.counts("totals.devices", given["devices"], device_names, totals.device);
  for (const val& link : emscripten::vecFromJSArray<val>(given["links"])) {
    LinkTotals& one = totals.links.emplace_back();
    from.counts("totals.links.hits", link["hits"], class_names, one.hits);
    one.unique = from.count("totals.links.unique", link["unique"]);
  }
  for (const val& row : emscripten::vecFromJSArray<val>(given["timeline"])) {
    ClickRow& one = totals.timeline.emplace_back();
    one.key = static_cast<std::uint32_t>(std::min<std::uint64_t>(from.count("totals.timeline", row[0]), last_hour));
    one.clicks = from.count("totals.timeline", row[1]);
    one.first = from.count("totals.timeline", row[2]);
  }
  const val countries = given["countries"];
  for (const val& name : emscripten::vecFromJSArray<val>(val::global("Object").call<val>("keys", countries))) {
    const std::uint16_t country = pack_country(name.as<std::string>());
    if (country == 0) continue;
    totals.countries.push_back({country, from.count("totals.countries", countries[name])});
  }
  if (from.complaint()) return *from.complaint();
  return totals;
}

val sum_totals(const val& parts) {
  Totals sum;
  for (const val& part : emscripten::vecFromJSArray<val>(parts)) {
    const auto totals = read_totals(part);
    if (!totals) return totals.error();
    sum.add(*totals);
  }
  return totals_object(sum);
}

// --- the report ---------------------------------------------------------------------------------------------------

double link_clicks(const LinkNumbers& link) {
  return number(link.clicks);
}
double link_uniques(const LinkNumbers& link) {
  return number(link.unique_clicks);
}

double clicks_of(const ReportNumbers& report) {
  return number(report.clicks);
}
double uniques_of(const ReportNumbers& report) {
  return number(report.unique_clicks);
}
val links_of(const ReportNumbers& report) {
  return array(report.links);
}
val opt_out_of(const ReportNumbers& report) {
  val object = val::object();
  object.set("pagesOpened", number(report.pages_opened));
  object.set("confirmed", number(report.confirmed));
  object.set("rate", report.opt_out);
  return object;
}
val machine_hits(const ReportNumbers& report) {
  return by_name(class_names, report.machine_hits, static_cast<std::size_t>(HitClass::human) + 1);
}

val numbers_of_report(const val& given, const val& links, double denominator, double confirmed_opt_outs) {
  const auto totals = read_totals(given);
  if (!totals) return totals.error();
  const auto kinds = link_kinds("links", links);
  if (!kinds) return kinds.error();
  const auto delivered = whole<std::uint64_t>("denominator", denominator, 0, highest_exact);
  if (!delivered) return delivered.error();
  const auto confirmed = whole<std::uint64_t>("confirmedOptOuts", confirmed_opt_outs, 0, highest_exact);
  if (!confirmed) return confirmed.error();
  return val(report_numbers(*totals, *kinds, *delivered, *confirmed));
}

}  // namespace

EMSCRIPTEN_BINDINGS(report) {
  emscripten::value_object<LinkTotals>("LinkTotals")
      .field("hits", &hits_of, &never_set<LinkTotals, val>)
      .field("unique", &unique_of, &never_set<LinkTotals, double>);
  emscripten::value_object<Rate>("Rate")
      .field("numerator", &Rate::numerator)
      .field("denominator", &Rate::denominator)
      .field("value", &Rate::value)
      .field("low", &Rate::low)
      .field("high", &Rate::high);
  emscripten::value_object<LinkNumbers>("LinkNumbers")
      .field("clicks", &link_clicks, &never_set<LinkNumbers, double>)
      .field("uniqueClicks", &link_uniques, &never_set<LinkNumbers, double>)
      .field("ctr", &LinkNumbers::ctr);
  emscripten::value_object<ReportNumbers>("ReportNumbers")
      .field("clicks", &clicks_of, &never_set<ReportNumbers, double>)
      .field("uniqueClicks", &uniques_of, &never_set<ReportNumbers, double>)
      .field("ctr", &ReportNumbers::ctr)
      .field("links", &links_of, &never_set<ReportNumbers, val>)
      .field("optOut", &opt_out_of, &never_set<ReportNumbers, val>)
      .field("machineHits", &machine_hits, &never_set<ReportNumbers, val>);
  emscripten::function("sumTotals", &sum_totals);
  emscripten::function("reportNumbers", &numbers_of_report);
}

}  // namespace klikspor::door
