#pragma once
#include <cstdint>
#include <optional>
#include <vector>

namespace klikspor {

/// What a provider takes at most in one message. Nothing: no limit of that kind is known. The 255 segments of the
/// standard are `SegmentPlan::exceeds_limit`.
struct ProviderLimits {
  std::optional<std::uint32_t> max_segments;
  std::optional<std::uint32_t> max_characters;  ///< UTF-16 code units
};

enum class ProviderLimit : std::uint8_t { segments, characters };

struct ExceededLimit {
  ProviderLimit limit = ProviderLimit::segments;
  std::uint32_t value = 0;
  std::uint32_t max = 0;
};

/// The limits that a message of so many segments and code units exceeds; none: the provider takes it.
[[nodiscard]] std::vector<ExceededLimit> exceeded_limits(const ProviderLimits& limits, std::uint32_t segments,
                                                         std::uint32_t characters);

}  // namespace klikspor
