#include "klikspor/result.hpp"

#include <cstdint>
#include <set>
#include <string_view>

#include "catch2.hpp"

TEST_CASE("every error has a stable kebab-case name of its own", "[result]") {
  std::set<std::string_view> seen;
  for (std::uint8_t i = 0; i < 64; ++i) {
    const auto name = klikspor::name_of(static_cast<klikspor::Errc>(i));
    if (name == "unknown") break;
    CHECK(name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == std::string_view::npos);
    CHECK(seen.insert(name).second);
  }
  CHECK(seen.size() == static_cast<std::size_t>(klikspor::Errc::not_https) + 1);
}
