#pragma once
#include <cstdint>
#include <random>

/// The same 32-bit numbers on every platform for one seed.
class Random {
 public:
  explicit Random(std::uint32_t seed) : engine_(seed) {}
  std::uint32_t operator()() { return static_cast<std::uint32_t>(engine_()); }

 private:
  std::mt19937 engine_;
};
