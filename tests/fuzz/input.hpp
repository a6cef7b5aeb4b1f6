#pragma once
// What the targets share: reading an input piece by piece, and what a property that does not hold does.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <span>
#include <string>
#include <string_view>

inline void check(bool holds) {
  if (!holds) std::abort();
}

/// Reads an input from front to back; behind its end stand zeros.
class Input {
 public:
  Input(const std::uint8_t* data, std::size_t size) : rest_(data, size) {}

  [[nodiscard]] bool at_end() const { return rest_.empty(); }

  std::uint8_t octet() {
    const auto taken = octets(1);
    return taken.empty() ? std::uint8_t{0} : taken.front();
  }
  /// Little-endian, of so many octets.
  std::uint64_t number(std::size_t size) {
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < size; ++i) value |= std::uint64_t{octet()} << (8 * i);
    return value;
  }
  /// As many octets as there still are.
  std::span<const std::uint8_t> octets(std::size_t most) {
    const auto taken = rest_.first(std::min(most, rest_.size()));
    rest_ = rest_.subspan(taken.size());
    return taken;
  }
  /// Octets behind their number, which is an octet too.
  std::string_view text() {
    const auto taken = octets(octet());
    return {reinterpret_cast<const char*>(taken.data()), taken.size()};
  }
  std::span<const std::uint8_t> rest() { return octets(rest_.size()); }

 private:
  std::span<const std::uint8_t> rest_;
};

/// Code units from octets: mostly ASCII, so that the fuzzer soon writes words; 0xFF carries a whole code unit.
inline std::u16string code_units(std::span<const std::uint8_t> octets) {
  std::u16string text;
  for (std::size_t i = 0; i < octets.size(); ++i) {
    if (octets[i] == 0xFF && i + 2 < octets.size()) {
      text.push_back(static_cast<char16_t>(octets[i + 1] << 8U | octets[i + 2]));
      i += 2;
    } else {
      text.push_back(octets[i]);
    }
  }
  return text;
}
