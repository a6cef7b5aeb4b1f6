// The report's numbers of a campaign.
#include "klikspor/report.hpp"

#include "convert.hpp"
#include "hit_names.hpp"
#include "link_kind.hpp"
#include "totals.hpp"

namespace klikspor::door {
namespace {

val opt_out_of(const ReportNumbers& report) {
  return Object()
      .set("pagesOpened", number(report.pages_opened))
      .set("confirmed", number(report.confirmed))
      .set("rate", val(report.opt_out))
      .set("high", report.many_opt_outs);
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
      .field("small", &ReportNumbers::small)
      .field("machineHits", [](const ReportNumbers& report) {
        return by_name(class_names, report.machine_hits, static_cast<std::size_t>(HitClass::human) + 1);
      });
  emscripten::function("reportNumbers", &numbers_of_report);
}

}  // namespace klikspor::door
