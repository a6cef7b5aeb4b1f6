#include "klikspor/provider_limits.hpp"

namespace klikspor {

std::vector<ExceededLimit> exceeded_limits(const ProviderLimits& limits, std::uint32_t segments,
                                           std::uint32_t characters) {
  std::vector<ExceededLimit> exceeded;
  const auto compare = [&](ProviderLimit limit, std::uint32_t value, std::optional<std::uint32_t> max) {
    if (max && value > *max) exceeded.push_back({limit, value, *max});
  };
  compare(ProviderLimit::segments, segments, limits.max_segments);
  compare(ProviderLimit::characters, characters, limits.max_characters);
  return exceeded;
}

}  // namespace klikspor
