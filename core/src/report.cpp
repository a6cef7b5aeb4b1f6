#include "klikspor/report.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "klikspor/report.hpp"

namespace klikspor {
namespace {

constexpr double z = 1.959963984540054;
/// The normal distribution's 80th percentile.
constexpr double z_power = 0.8416212335729143;

constexpr auto human = static_cast<std::size_t>(HitClass::human);

}  // namespace

Rate rate(std::uint64_t numerator, std::uint64_t denominator) noexcept {
  if (denominator == 0) return {};
  Rate result;
  result.numerator = static_cast<double>(numerator);
  result.denominator = static_cast<double>(denominator);
  result.value = result.numerator / result.denominator;
  const double n = result.denominator;
  const double p = std::min(result.value, 1.0);
  const double centre = p + z * z / (2 * n);
  const double spread = z * std::sqrt(p * (1 - p) / n + z * z / (4 * n * n));
  const double scale = 1 + z * z / n;
  // At the ends the bound is the end itself; rounding would leave a trace of it.
  result.low = numerator == 0 ? 0 : std::max(0.0, (centre - spread) / scale);
  result.high = numerator >= denominator ? 1 : std::min(1.0, (centre + spread) / scale);
  return result;
}

bool is_small_sample(const Rate& rate) noexcept {
  return rate.denominator < fewest_recipients || rate.high - rate.low > widest_interval;
}

RateDifference difference(const Rate& first, const Rate& second) noexcept {
  if (first.denominator == 0 || second.denominator == 0) return {};
  const double p1 = std::min(first.value, 1.0);
  const double p2 = std::min(second.value, 1.0);
  RateDifference result;
  result.value = p1 - p2;
  result.low = result.value - std::hypot(p1 - first.low, second.high - p2);
  result.high = result.value + std::hypot(first.high - p1, p2 - second.low);
  if (result.low > 0) result.higher = Higher::first;
  if (result.high < 0) result.higher = Higher::second;
  const double needed = sample_size(p1, p2);
  if (result.higher == Higher::none_shown && needed > 0)
    result.more = MoreRecipients{std::max(0.0, needed - first.denominator), std::max(0.0, needed - second.denominator)};
  return result;
}

double sample_size(double first, double second) noexcept {
  // False for what is no number, too.
  const auto is_rate = [](double value) { return value >= 0 && value <= 1; };
  if (!is_rate(first) || !is_rate(second) || first == second) return 0;
  const double mean = (first + second) / 2;
  const double spread =
      z * std::sqrt(2 * mean * (1 - mean)) + z_power * std::sqrt(first * (1 - first) + second * (1 - second));
  const double needed = spread / (first - second);
  return std::ceil(needed * needed);
}

ReportNumbers report_numbers(const Totals& totals, std::span<const LinkKind> links, std::uint64_t delivered,
                             std::uint64_t confirmed) {
  ReportNumbers report;
  std::uint64_t pages = 0;
  report.links.resize(links.size());
  for (std::size_t i = 0; i < links.size() && i < totals.links.size(); ++i) {
    const LinkTotals& link = totals.links[i];
    report.links[i].clicks = link.hits[human];
    report.links[i].unique_clicks = link.unique;
    for (std::size_t c = 0; c < hit_classes; ++c)
      if (c != human) report.machine_hits[c] += link.hits[c];
    switch (links[i]) {
      case LinkKind::destination:
        report.clicks += link.hits[human];
        report.unique_clicks += link.unique;
        break;
      case LinkKind::opt_out: pages += link.hits[human]; break;
    }
  }
  // Where recipients are known, the first human hit makes the first unique one.
  const bool knows_recipients = totals.clickers + totals.openers > 0 || report.clicks + pages == 0;
  // Whoever followed a link has the message, whatever was said of how many were sent one.
  if (delivered > 0) delivered = std::max({delivered, totals.clickers, totals.openers, confirmed});
  const std::uint64_t reached = knows_recipients ? delivered : 0;
  report.ctr = rate(totals.clickers, reached);
  for (LinkNumbers& link : report.links) link.ctr = rate(link.unique_clicks, reached);
  report.pages_opened = knows_recipients ? totals.openers : pages;
  report.confirmed = confirmed;
  report.opt_out = rate(confirmed, delivered);
  report.small = is_small_sample(report.ctr);
  report.many_opt_outs = report.opt_out.value > high_opt_out;
  return report;
}

}  // namespace klikspor
