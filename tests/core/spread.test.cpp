#include "klikspor/spread.hpp"

#include "catch2.hpp"

using namespace klikspor;

TEST_CASE("a spread is lowest, quartiles, median and highest", "[spread]") {
  CHECK_FALSE(spread_of({}).has_value());
  // quantile(c(7, 15, 36, 39, 40, 41)) of R: 7, 20.25, 37.5, 39.75, 41.
  const auto six = spread_of({40, 7, 39, 15, 41, 36});
  REQUIRE(six);
  CHECK(six->count == 6);
  CHECK(six->lowest == 7);
  CHECK(six->lower_quartile == Catch::Approx(20.25));
  CHECK(six->median == Catch::Approx(37.5));
  CHECK(six->upper_quartile == Catch::Approx(39.75));
  CHECK(six->highest == 41);
  const auto one = spread_of({0.2});
  REQUIRE(one);
  CHECK(one->lowest == 0.2);
  CHECK(one->upper_quartile == 0.2);
  CHECK(one->highest == 0.2);
  CHECK(spread_of({1, 2})->median == Catch::Approx(1.5));
}
