#include "klikspor/number_hash.hpp"

#include <array>
#include <cstddef>
#include <span>

namespace klikspor {
namespace {

using Digits = std::array<std::uint8_t, 20>;  // of any 64-bit number

/// Writes them before `end`, at least `least` of them; where they begin. 32 bits are divided many times as fast as 64.
std::size_t write(Digits& digits, std::size_t end, std::uint32_t number, std::size_t least) noexcept {
  std::size_t first = end;
  do {
    digits[--first] = static_cast<std::uint8_t>('0' + number % 10);
    number /= 10;
  } while (number != 0 || end - first < least);
  return first;
}

}  // namespace

std::uint64_t number_hash(detail::SipKey key, std::uint64_t number) noexcept {
  constexpr std::uint64_t low_digits = 1'000'000'000;
  Digits digits{};
  std::size_t first = digits.size();
  for (; number >= low_digits; number /= low_digits) {
    first = write(digits, first, static_cast<std::uint32_t>(number % low_digits), 9);
  }
  first = write(digits, first, static_cast<std::uint32_t>(number), 1);
  return detail::siphash24(key, std::span<const std::uint8_t>(digits).subspan(first));
}

}  // namespace klikspor
