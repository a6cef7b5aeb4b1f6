#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "klikspor/fold.hpp"
#include "klikspor/hits.hpp"

/// The report's numbers, each defined here and nowhere else.
namespace klikspor {

/// numerator / denominator with its 95 % Wilson score interval (Wilson 1927; z = 1.959964). All 0 when the denominator
/// is 0. A numerator above the denominator (reports still on their way) gives a value above 1 and an interval up to 1.
struct Rate {
  double numerator = 0;
  double denominator = 0;
  double value = 0;
  double low = 0;
  double high = 0;
};

[[nodiscard]] Rate rate(std::uint64_t numerator, std::uint64_t denominator) noexcept;

/// Below so many recipients, or with a wider interval, a few people more or less change a rate much.
inline constexpr double fewest_recipients = 100;
inline constexpr double widest_interval = 0.1;
[[nodiscard]] bool is_small_sample(const Rate& rate) noexcept;

/// An opt-out rate above this wears a list out faster than it pays.
inline constexpr double high_opt_out = 0.015;

struct LinkNumbers {
  std::uint64_t clicks = 0;
  std::uint64_t unique_clicks = 0;
  Rate ctr;  ///< unique clicks of the link / delivered
};

struct ReportNumbers {
  std::uint64_t clicks = 0;         ///< human hits on destination links
  std::uint64_t unique_clicks = 0;  ///< first ones of a recipient on a link, summed over destination links
  Rate ctr;                         ///< recipients with at least one click / delivered
  std::vector<LinkNumbers> links;   ///< in order; of an opt-out link: pages opened, never clicks of the message
  std::uint64_t pages_opened =
      0;  ///< recipients who opened an opt-out page; in aggregate campaigns times it was opened
  std::uint64_t confirmed = 0;
  Rate opt_out;                                           ///< confirmed / delivered
  bool small = false;                                     ///< the CTR's sample
  bool many_opt_outs = false;                             ///< more than `high_opt_out`
  std::array<std::uint64_t, hit_classes> machine_hits{};  ///< by class over all links; `human` stays 0
};

/// `delivered`: delivered recipients, or sent ones where no delivery reports exist. What it is put too low by is made
/// up for: at least as many were reached as clicked, opened or opted out, so that no rate is above 1. In an aggregate
/// campaign nobody knows who clicked, so its click rates have denominator 0 instead of claiming nobody did.
[[nodiscard]] ReportNumbers report_numbers(const Totals& totals, std::span<const LinkKind> links,
                                           std::uint64_t delivered, std::uint64_t confirmed);

/// Recipients that each of two versions needs for a difference between the click rates `first` and `second` to be seen
/// (two-sided, 5 %) in four tries of five (power 80 %); a whole number. Normal approximation, variance pooled where no
/// difference is assumed, no continuity correction: Fleiss, Levin and Paik, Statistical Methods for Rates and
/// Proportions (2003), 4.2. 0: rates that are equal, or not from 0 to 1.
[[nodiscard]] double sample_size(double first, double second) noexcept;

enum class Higher : std::uint8_t {
  first,
  second,
  none_shown,  ///< 0 lies in the interval. It does not say that there is no difference.
};

/// How many more recipients each of two versions needs.
struct MoreRecipients {
  double first = 0;
  double second = 0;
};

struct RateDifference {
  double value = 0;  ///< first less second
  double low = 0;    ///< its 95 % interval
  double high = 0;
  Higher higher = Higher::none_shown;
  /// For a difference as large as this one to be seen, by `sample_size`. None: one is seen, or there is none at all.
  std::optional<MoreRecipients> more;
};

/// The difference of two independent rates, made by `rate`, with the interval of Newcombe, Interval estimation for the
/// difference between independent proportions, Statistics in Medicine 17 (1998), 873-890, method 10: the Wilson
/// intervals of both, put together. No difference where one has no denominator.
[[nodiscard]] RateDifference difference(const Rate& first, const Rate& second) noexcept;

}  // namespace klikspor
