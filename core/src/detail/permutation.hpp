#pragma once
#include <cstdint>

#include "klikspor/detail/siphash.hpp"

/// A keyed permutation of 0 .. left*right-1: an alternating Feistel network over a mixed radix (Black and Rogaway,
/// "Ciphers with Arbitrary Finite Domains", 2002, section 5).
namespace klikspor::detail {

/// The numbers to permute, split as number = high * right + low with high < left and low < right.
struct Domain {
  std::uint32_t left = 1;   ///< below 2^29
  std::uint32_t right = 1;  ///< below 2^29
  std::uint8_t width = 0;   ///< goes into every round, so that two widths under one key have nothing in common

  [[nodiscard]] constexpr std::uint64_t size() const noexcept { return std::uint64_t{left} * right; }
};

inline constexpr int permutation_rounds = 10;

/// Pseudorandom in 0 .. radix-1. Takes the top of hash * radix: no value is favoured by more than 2^-35, and Wasm
/// has a multiplication but no fast division for 64 bits.
[[nodiscard]] constexpr std::uint32_t round_value(SipKey key, Domain domain, int round, std::uint32_t half,
                                                  std::uint32_t radix) noexcept {
  const std::uint64_t input =
      half | static_cast<std::uint64_t>(round) << 32 | static_cast<std::uint64_t>(domain.width) << 40;
  const std::uint64_t hash = siphash24(key, input);
  const std::uint64_t low = (hash & 0xffffffffU) * radix;
  return static_cast<std::uint32_t>(((hash >> 32) * radix + (low >> 32)) >> 32);
}

/// `number` < domain.size(). Even rounds change the high half, odd rounds the low half.
[[nodiscard]] constexpr std::uint64_t permute(SipKey key, Domain domain, std::uint64_t number) noexcept {
  auto high = static_cast<std::uint32_t>(number / domain.right);
  auto low = static_cast<std::uint32_t>(number % domain.right);
  for (int round = 0; round < permutation_rounds; round += 2) {
    high += round_value(key, domain, round, low, domain.left);
    if (high >= domain.left) high -= domain.left;
    low += round_value(key, domain, round + 1, high, domain.right);
    if (low >= domain.right) low -= domain.right;
  }
  return std::uint64_t{high} * domain.right + low;
}

/// The inverse of `permute`.
[[nodiscard]] constexpr std::uint64_t unpermute(SipKey key, Domain domain, std::uint64_t number) noexcept {
  auto high = static_cast<std::uint32_t>(number / domain.right);
  auto low = static_cast<std::uint32_t>(number % domain.right);
  for (int round = permutation_rounds - 2; round >= 0; round -= 2) {
    const std::uint32_t from_low = round_value(key, domain, round + 1, high, domain.right);
    low = low >= from_low ? low - from_low : low + domain.right - from_low;
    const std::uint32_t from_high = round_value(key, domain, round, low, domain.left);
    high = high >= from_high ? high - from_high : high + domain.left - from_high;
  }
  return std::uint64_t{high} * domain.right + low;
}

}  // namespace klikspor::detail
