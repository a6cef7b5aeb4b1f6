#pragma once
#include <cstdint>

namespace klikspor::detail {

/// Reads a table of numbers of base 128: the lowest digits first, an octet's highest bit set where more follow.
class Numbers {
 public:
  explicit constexpr Numbers(const std::uint8_t* at) noexcept : at_(at) {}

  std::uint32_t next() noexcept {
    std::uint32_t number = *at_ & 127U;
    for (std::uint32_t bits = 7; *at_++ > 127; bits += 7) number |= (*at_ & 127U) << bits;
    return number;
  }
  /// To be added modulo 2^32.
  std::uint32_t next_signed() noexcept {
    const std::uint32_t number = next();
    return (number & 1U) == 0 ? number / 2 : ~(number / 2);
  }
  [[nodiscard]] bool is_at(const std::uint8_t* end) const noexcept { return at_ == end; }

 private:
  const std::uint8_t* at_;
};

}  // namespace klikspor::detail
