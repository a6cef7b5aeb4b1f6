#include "klikspor/report.hpp"

#include <cstdint>
#include <limits>
#include <vector>

#include "catch2.hpp"

using namespace klikspor;

TEST_CASE("a rate carries its 95 % Wilson interval", "[report]") {
  // Expected bounds from the formula evaluated with 30 digits.
  const auto [numerator, denominator, value, low, high] =
      GENERATE(table<std::uint64_t, std::uint64_t, double, double, double>({
          {200, 1000, 0.2, 0.176377, 0.225919},
          {0, 10, 0, 0, 0.277533},
          {10, 10, 1, 0.722467, 1},
          {1, 2, 0.5, 0.094531, 0.905469},
          {1, 1, 1, 0.206549, 1},
          {360000, 1000000, 0.36, 0.359060, 0.360941},
          {12, 10, 1.2, 0.722467, 1},
          {0, 0, 0, 0, 0},
          {5, 0, 0, 0, 0},
      }));
  CAPTURE(numerator, denominator);
  const Rate got = rate(numerator, denominator);
  CHECK(got.value == Catch::Approx(value));
  CHECK(got.low == Catch::Approx(low).margin(1e-6));
  CHECK(got.high == Catch::Approx(high).margin(1e-6));
  CHECK(got.denominator == static_cast<double>(denominator));
  CHECK(got.numerator == (denominator == 0 ? 0 : static_cast<double>(numerator)));
}

TEST_CASE("two versions need so many recipients each for a difference to be seen", "[report]") {
  const auto [first, second, recipients] = GENERATE(table<double, double, double>({
      // R's documentation of power.prop.test: 0.9 against 1 takes at least 74.
      {0.9, 1, 74},
      {1, 0.9, 74},
      {0, 0.1, 74},
      // As power.prop.test gives them, rounded up: the numbers of the usual tables without continuity correction.
      {0.05, 0.10, 435},
      {0.10, 0.15, 686},
      {0.10, 0.20, 199},
      {0.20, 0.25, 1094},
      {0.20, 0.30, 294},
      {0.30, 0.40, 356},
      {0.40, 0.50, 388},
      {0.50, 0.75, 58},
      {0.60, 0.75, 152},
      // The formula evaluated with 30 digits.
      {0.36, 0.38, 9147},
      {0.01, 0.02, 2319},
      {0.20, 0.21, 25583},
      {0, 1, 2},
      {0.1, 0.1, 0},
      {-0.1, 0.1, 0},
      {0.1, 1.1, 0},
      {std::numeric_limits<double>::quiet_NaN(), 0.1, 0},
      {0.1, std::numeric_limits<double>::quiet_NaN(), 0},
  }));
  CAPTURE(first, second);
  CHECK(sample_size(first, second) == recipients);
  CHECK(sample_size(second, first) == recipients);
}

TEST_CASE("the difference of two rates carries Newcombe's interval", "[report]") {
  // Newcombe 1998, table II, method 10, and the same formula with other numbers.
  const auto [a, m, b, n, low, high, higher] =
      GENERATE(table<std::uint64_t, std::uint64_t, std::uint64_t, std::uint64_t, double, double, Higher>({
          {56, 70, 48, 80, 0.0524, 0.3339, Higher::first},
          {9, 10, 3, 10, 0.1705, 0.8090, Higher::first},
          {6, 7, 2, 7, 0.0582, 0.8062, Higher::first},
          {5, 56, 0, 29, -0.0381, 0.1926, Higher::none_shown},
          {0, 10, 0, 20, -0.1611, 0.2775, Higher::none_shown},
          {0, 10, 0, 10, -0.2775, 0.2775, Higher::none_shown},
          {10, 10, 0, 20, 0.6791, 1.0000, Higher::first},
          {10, 10, 0, 10, 0.6075, 1.0000, Higher::first},
          {3, 10, 9, 10, -0.8090, -0.1705, Higher::second},
          {3, 0, 9, 10, 0, 0, Higher::none_shown},
      }));
  CAPTURE(a, m, b, n);
  const auto got = difference(rate(a, m), rate(b, n));
  CHECK(got.low == Catch::Approx(low).margin(0.00006));
  CHECK(got.high == Catch::Approx(high).margin(0.00006));
  CHECK(got.higher == higher);
  CHECK(got.low <= got.value);
  CHECK(got.value <= got.high);
  CHECK(difference(rate(b, n), rate(a, m)).low == Catch::Approx(-got.high));
}

TEST_CASE("a difference that is not shown says how many more recipients would show it", "[report]") {
  const auto open = difference(rate(36, 100), rate(38, 1000));
  CHECK(open.higher == Higher::first);
  CHECK_FALSE(open.more.has_value());
  const auto hidden = difference(rate(360, 1000), rate(760, 2000));
  REQUIRE(hidden.more);
  // sample_size(0.36, 0.38) = 9147.
  CHECK(hidden.more->first == 8147);
  CHECK(hidden.more->second == 7147);
  // Of very unequal halves the larger one needs no more.
  const auto unequal = difference(rate(9, 50), rate(3000, 20000));
  REQUIRE(unequal.more);
  CHECK(unequal.more->first > 0);
  CHECK(unequal.more->second == 0);
  CHECK_FALSE(difference(rate(10, 100), rate(20, 200)).more.has_value());
}

TEST_CASE("small samples and many opt-outs are told", "[report]") {
  CHECK(is_small_sample(rate(0, 0)));
  CHECK(is_small_sample(rate(0, 99)));
  CHECK_FALSE(is_small_sample(rate(0, 100)));
  CHECK(is_small_sample(rate(50, 100)));
  CHECK_FALSE(is_small_sample(rate(500, 1000)));
  const std::vector<LinkKind> links = {LinkKind::destination};
  CHECK_FALSE(report_numbers({}, links, 1000, 15).many_opt_outs);
  CHECK(report_numbers({}, links, 1000, 16).many_opt_outs);
  CHECK_FALSE(report_numbers({}, links, 1000, 0).small);
  CHECK(report_numbers({}, links, 99, 0).small);
}

TEST_CASE("the interval holds the rate and stays between 0 and 1", "[report]") {
  for (std::uint64_t n = 1; n <= 60; ++n)
    for (std::uint64_t k = 0; k <= n; ++k) {
      const Rate got = rate(k, n);
      CAPTURE(k, n);
      CHECK((got.low >= 0 && got.low <= got.value && got.value <= got.high && got.high <= 1));
    }
}

TEST_CASE("the report of the case from the field", "[report]") {
  // 1,000 recipients; 200 click, 50 of them twice; 100 previews, 50 HEAD; 10 opt out, 40 opened the page.
  Totals totals;
  totals.links.resize(2);
  totals.links[0].hits = {250, 60, 0, 0, 30, 2};
  totals.links[0].unique = 200;
  totals.links[1].hits = {41, 40, 3, 1, 20, 0};
  totals.links[1].unique = 40;
  totals.clickers = 200;
  totals.openers = 40;
  const std::vector<LinkKind> links{LinkKind::destination, LinkKind::opt_out};
  const auto report = report_numbers(totals, links, 1000, 10);
  CHECK(report.clicks == 250);
  CHECK(report.unique_clicks == 200);
  CHECK(report.ctr.value == Catch::Approx(0.2));
  CHECK(report.pages_opened == 40);
  CHECK(report.confirmed == 10);
  CHECK(report.opt_out.value == Catch::Approx(0.01));
  CHECK(report.links[0].ctr.value == Catch::Approx(0.2));
  CHECK(report.links[1].unique_clicks == 40);
  CHECK(report.machine_hits == std::array<std::uint64_t, hit_classes>{0, 100, 3, 1, 50, 2});
}

TEST_CASE("CTR counts a recipient once over several links, unique clicks count each link", "[report]") {
  Totals totals;
  totals.links.resize(2);
  totals.links[0].hits[0] = 10;
  totals.links[0].unique = 8;
  totals.links[1].hits[0] = 7;
  totals.links[1].unique = 7;
  totals.clickers = 9;
  const std::vector<LinkKind> links(2, LinkKind::destination);
  const auto report = report_numbers(totals, links, 100, 0);
  CHECK(report.clicks == 17);
  CHECK(report.unique_clicks == 15);
  CHECK(report.ctr.numerator == 9);
}

TEST_CASE("an aggregate campaign claims no click rate and counts page openings", "[report]") {
  Totals totals;
  totals.links.resize(2);
  totals.links[0].hits[0] = 250;
  totals.links[1].hits[0] = 12;
  const std::vector<LinkKind> links{LinkKind::destination, LinkKind::opt_out};
  const auto report = report_numbers(totals, links, 1000, 3);
  CHECK(report.clicks == 250);
  CHECK(report.ctr.denominator == 0);
  CHECK(report.links[0].ctr.denominator == 0);
  CHECK(report.pages_opened == 12);
  CHECK(report.opt_out.denominator == 1000);
}

TEST_CASE("no rate is above 1: whoever followed a link was sent one", "[report]") {
  // Said to be sent to one of two, and both click; five open the opt-out page of a message sent to three.
  Totals totals;
  totals.links.resize(2);
  totals.links[0].hits[0] = 2;
  totals.links[0].unique = 2;
  totals.links[1].hits[0] = 5;
  totals.links[1].unique = 5;
  totals.clickers = 2;
  totals.openers = 2;
  const std::vector<LinkKind> links{LinkKind::destination, LinkKind::opt_out};
  const auto both = report_numbers(totals, links, 1, 2);
  CHECK(both.ctr.numerator == 2);
  CHECK(both.ctr.denominator == 2);
  CHECK(both.ctr.value == 1);
  CHECK(both.opt_out.value == 1);
  totals.openers = 5;
  const auto opened = report_numbers(totals, links, 3, 1);
  CHECK(opened.links[1].ctr.value == 1);
  CHECK(opened.ctr.value == Catch::Approx(0.4));
  CHECK(opened.opt_out.denominator == 5);
  // Not known at all stays so.
  CHECK(report_numbers(totals, links, 0, 1).ctr.denominator == 0);
}

TEST_CASE("a campaign nobody has answered yet has a CTR of 0 of all", "[report]") {
  const std::vector<LinkKind> links{LinkKind::destination};
  const auto report = report_numbers(Totals{}, links, 1000, 0);
  CHECK(report.ctr.denominator == 1000);
  CHECK(report.ctr.high == Catch::Approx(0.003827).margin(1e-6));
  CHECK(report.links.size() == 1);
}
