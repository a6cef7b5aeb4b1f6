#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>
#include <vector>

/// Numbers and texts to octets and back: LEB128 variable-length numbers, texts with their length before them.
namespace klikspor::detail {

[[nodiscard]] constexpr std::uint64_t zigzag(std::int64_t value) noexcept {
  return (static_cast<std::uint64_t>(value) << 1) ^ static_cast<std::uint64_t>(value >> 63);
}
[[nodiscard]] constexpr std::int64_t unzigzag(std::uint64_t value) noexcept {
  return static_cast<std::int64_t>(value >> 1) ^ -static_cast<std::int64_t>(value & 1);
}

/// Writes a number at `to`, which has room for `longest_number` octets, and says where it ends.
inline constexpr std::size_t longest_number = 10;
[[nodiscard]] constexpr std::uint8_t* put_number(std::uint8_t* to, std::uint64_t value) noexcept {
  for (; value >= 0x80; value >>= 7) *to++ = static_cast<std::uint8_t>(value | 0x80);
  *to++ = static_cast<std::uint8_t>(value);
  return to;
}

class OctetWriter {
 public:
  explicit OctetWriter(std::vector<std::uint8_t>& out) noexcept : out_(&out) {}

  void octet(std::uint8_t value) { out_->push_back(value); }
  /// Not copied to wherever a number is written.
  [[gnu::noinline]] void number(std::uint64_t value) {
    std::array<std::uint8_t, longest_number> octets{};
    out_->insert(out_->end(), octets.data(), put_number(octets.data(), value));
  }
  void difference(std::int64_t value) { number(zigzag(value)); }
  void text(std::string_view value) { octets({reinterpret_cast<const std::uint8_t*>(value.data()), value.size()}); }
  void octets(std::span<const std::uint8_t> value) {
    number(value.size());
    out_->insert(out_->end(), value.begin(), value.end());
  }

 private:
  std::vector<std::uint8_t>* out_;
};

/// Reads what OctetWriter wrote. Anything amiss makes `ok()` false for good, and every later read gives 0 or nothing.
class OctetReader {
 public:
  explicit OctetReader(std::span<const std::uint8_t> octets) noexcept : rest_(octets) {}

  [[nodiscard]] bool ok() const noexcept { return ok_; }
  [[nodiscard]] bool at_end() const noexcept { return ok_ && rest_.empty(); }
  [[nodiscard]] std::size_t left() const noexcept { return rest_.size(); }
  void fail() noexcept {
    ok_ = false;
    rest_ = {};
  }

  [[nodiscard]] std::uint8_t octet() noexcept {
    if (rest_.empty()) {
      fail();
      return 0;
    }
    const std::uint8_t value = rest_.front();
    rest_ = rest_.subspan(1);
    return value;
  }

  /// A number up to `most`; anything greater is amiss. Not copied to wherever one is read.
  [[nodiscard, gnu::noinline]] std::uint64_t number(std::uint64_t most = ~std::uint64_t{0}) noexcept {
    std::uint64_t value = 0;
    for (std::size_t at = 0; at < rest_.size() && at < longest_number; ++at) {
      const std::uint8_t part = rest_[at];
      if (at == longest_number - 1 && part > 1) break;
      value |= std::uint64_t{part & 0x7fU} << (7 * at);
      if (part >= 0x80) continue;
      if (value > most) break;
      rest_ = rest_.subspan(at + 1);
      return value;
    }
    fail();
    return 0;
  }
  /// Of those that follow a hit most are of one octet.
  [[nodiscard]] std::uint32_t number32(std::uint32_t most = 0xffffffffU) noexcept {
    const bool is_short = !rest_.empty() && rest_.front() < 0x80 && rest_.front() <= most;
    return is_short ? octet() : static_cast<std::uint32_t>(number(most));
  }
  [[nodiscard]] std::int64_t difference() noexcept { return unzigzag(number()); }

  /// A view into what is read.
  [[nodiscard]] std::span<const std::uint8_t> octets(std::size_t most) noexcept {
    const auto size = static_cast<std::size_t>(number(most));
    if (size > rest_.size()) fail();
    if (!ok_) return {};
    const auto value = rest_.first(size);
    rest_ = rest_.subspan(size);
    return value;
  }
  [[nodiscard]] std::string_view text(std::size_t most) noexcept {
    const auto value = octets(most);
    return {reinterpret_cast<const char*>(value.data()), value.size()};
  }

 private:
  std::span<const std::uint8_t> rest_;
  bool ok_ = true;
};

}  // namespace klikspor::detail
