#pragma once
#include "convert.hpp"
#include "klikspor/segment.hpp"

namespace klikspor::door {

/// Reads `SegmentOptions`; undefined: the defaults.
[[nodiscard]] Read<SegmentOptions> segment_options(const val& options);

/// A function of a text and its options, asked without options.
template <auto function>
[[nodiscard]] val by_default(const std::u16string& text) {
  return function(text, val::undefined());
}

inline constexpr auto encoding_names = names<Encoding>("gsm7", "ucs2");

}  // namespace klikspor::door
