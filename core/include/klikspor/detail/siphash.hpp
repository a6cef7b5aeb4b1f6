#pragma once
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>

/// SipHash-2-4 (Aumasson and Bernstein, 2012): a keyed pseudorandom function with 64-bit result. Checked against the
/// 64 vectors its authors publish.
namespace klikspor::detail {

/// The 128-bit key as the two words the algorithm uses.
struct SipKey {
  std::uint64_t k0 = 0;
  std::uint64_t k1 = 0;
};

template <std::size_t Extent>
[[nodiscard]] constexpr std::uint64_t little_endian(std::span<const std::uint8_t, Extent> bytes) noexcept {
  std::uint64_t word = 0;
  for (std::size_t i = 0; i < bytes.size() && i < 8; ++i) word |= std::uint64_t{bytes[i]} << (8 * i);
  return word;
}

[[nodiscard]] constexpr SipKey sip_key(std::span<const std::uint8_t, 16> bytes) noexcept {
  return {little_endian(bytes.first(8)), little_endian(bytes.last(8))};
}

class SipState {
 public:
  constexpr explicit SipState(SipKey key) noexcept
      : v0_(key.k0 ^ 0x736f6d6570736575U),
        v1_(key.k1 ^ 0x646f72616e646f6dU),
        v2_(key.k0 ^ 0x6c7967656e657261U),
        v3_(key.k1 ^ 0x7465646279746573U) {}

  constexpr void compress(std::uint64_t word) noexcept {
    v3_ ^= word;
    round();
    round();
    v0_ ^= word;
  }

  [[nodiscard]] constexpr std::uint64_t finish() noexcept {
    v2_ ^= 0xff;
    round();
    round();
    round();
    round();
    return v0_ ^ v1_ ^ v2_ ^ v3_;
  }

 private:
  constexpr void round() noexcept {
    v0_ += v1_;
    v1_ = std::rotl(v1_, 13) ^ v0_;
    v0_ = std::rotl(v0_, 32);
    v2_ += v3_;
    v3_ = std::rotl(v3_, 16) ^ v2_;
    v0_ += v3_;
    v3_ = std::rotl(v3_, 21) ^ v0_;
    v2_ += v1_;
    v1_ = std::rotl(v1_, 17) ^ v2_;
    v2_ = std::rotl(v2_, 32);
  }

  std::uint64_t v0_, v1_, v2_, v3_;
};

/// SipHash-2-4 of any octets.
[[nodiscard]] constexpr std::uint64_t siphash24(SipKey key, std::span<const std::uint8_t> message) noexcept {
  SipState state(key);
  std::size_t at = 0;
  for (; message.size() - at >= 8; at += 8) state.compress(little_endian(message.subspan(at).first<8>()));
  state.compress(little_endian(message.subspan(at)) | std::uint64_t{message.size()} << 56);
  return state.finish();
}

/// SipHash-2-4 of the eight octets of `word`, lowest first.
[[nodiscard]] constexpr std::uint64_t siphash24(SipKey key, std::uint64_t word) noexcept {
  SipState state(key);
  state.compress(word);
  state.compress(std::uint64_t{8} << 56);
  return state.finish();
}

}  // namespace klikspor::detail
