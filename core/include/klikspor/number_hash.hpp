#pragma once
#include <cstdint>

#include "klikspor/detail/siphash.hpp"

namespace klikspor {

/// The longest telephone number with its country code (E.164, 6.1: fifteen digits).
inline constexpr std::uint64_t highest_number = 999'999'999'999'999;

/// What a telephone number is known by where numbers may not be: SipHash-2-4 of its digits with country code in ASCII,
/// without a plus (4520123456), under a key of 128 bits. Whoever has the key finds the number by trying all. Of a
/// million different numbers two have the same hash once in 37 million lists. `number`: 1 … highest_number. Constant
/// time.
[[nodiscard]] std::uint64_t number_hash(detail::SipKey key, std::uint64_t number) noexcept;

}  // namespace klikspor
