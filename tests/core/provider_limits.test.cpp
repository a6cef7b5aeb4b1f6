#include "klikspor/provider_limits.hpp"

#include <limits>

#include "catch2.hpp"

using namespace klikspor;

TEST_CASE("a provider takes what its limits say and not one more", "[provider_limits]") {
  const ProviderLimits four{4, std::nullopt};
  CHECK(exceeded_limits(four, 4, 1000000).empty());
  const auto found = exceeded_limits(four, 5, 0);
  REQUIRE(found.size() == 1);
  CHECK(found[0].limit == ProviderLimit::segments);
  CHECK(found[0].value == 5);
  CHECK(found[0].max == 4);

  const ProviderLimits long_texts{std::nullopt, 1600};
  CHECK(exceeded_limits(long_texts, 255, 1600).empty());
  const auto long_found = exceeded_limits(long_texts, 11, 1601);
  REQUIRE(long_found.size() == 1);
  CHECK(long_found[0].limit == ProviderLimit::characters);
  CHECK(long_found[0].value == 1601);
  CHECK(long_found[0].max == 1600);
}

TEST_CASE("of a provider with both limits both are told, of one with none none", "[provider_limits]") {
  constexpr auto most = std::numeric_limits<std::uint32_t>::max();
  CHECK(exceeded_limits({4, 600}, 5, 601).size() == 2);
  CHECK(exceeded_limits({0, 0}, 0, 0).empty());
  CHECK(exceeded_limits({}, most, most).empty());
}
