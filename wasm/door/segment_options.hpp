#pragma once
#include "convert.hpp"
#include "klikspor/segment.hpp"

namespace klikspor::door {

/// Reads `SegmentOptions`; undefined: the defaults.
[[nodiscard]] Read<SegmentOptions> segment_options(const val& options);

inline constexpr auto encoding_names = names<Encoding>("gsm7", "ucs2");

}  // namespace klikspor::door
