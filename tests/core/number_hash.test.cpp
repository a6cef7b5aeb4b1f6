#include "klikspor/number_hash.hpp"

#include <array>
#include <string_view>
#include <vector>

#include "catch2.hpp"

using klikspor::number_hash;
using klikspor::detail::sip_key;
using klikspor::detail::siphash24;
using klikspor::detail::SipKey;

namespace {
/// The key of SipHash's published vectors: octets 00 01 .. 0f.
constexpr SipKey counting = [] {
  std::array<std::uint8_t, 16> octets{};
  for (std::size_t i = 0; i < octets.size(); ++i) octets[i] = static_cast<std::uint8_t>(i);
  return sip_key(std::span<const std::uint8_t, 16>(octets));
}();
}  // namespace

TEST_CASE("a number's hash is SipHash-2-4 of its digits in ASCII", "[number_hash]") {
  const auto [number, digits] =
      GENERATE(table<std::uint64_t, std::string_view>({{1, "1"},
                                                       {999'999'999, "999999999"},
                                                       {1'000'000'000, "1000000000"},
                                                       {4500000012, "4500000012"},
                                                       {4520123456, "4520123456"},
                                                       {46701234567, "46701234567"},
                                                       {999'999'999'999'999, "999999999999999"}}));
  CAPTURE(number);
  const std::vector<std::uint8_t> octets(digits.begin(), digits.end());
  CHECK(number_hash(counting, number) == siphash24(counting, std::span<const std::uint8_t>(octets)));
}

TEST_CASE("a number has another hash under another key", "[number_hash]") {
  const auto [k0, k1] = GENERATE(table<std::uint64_t, std::uint64_t>({{1, 0}, {0, 1}, {std::uint64_t{1} << 63, 0}}));
  CHECK(number_hash({k0, k1}, 4520123456) != number_hash({0, 0}, 4520123456));
}
