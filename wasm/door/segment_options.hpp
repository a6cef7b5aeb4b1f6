#pragma once
#include "convert.hpp"
#include "klikspor/segment.hpp"

namespace klikspor::door {

/// Reads `SegmentOptions`; undefined: the defaults.
[[nodiscard]] SegmentOptions segment_options(Reader& reader, const val& options);

/// What `answer` makes of the options, or the error that refuses them.
template <class Answer>
[[nodiscard]] val with_options(const val& options, Answer answer) {
  Reader reader;
  const SegmentOptions chosen = segment_options(reader, options);
  return reader.refused() ? reader.error() : val(answer(chosen));
}

/// A function of a text and its options, asked without options.
template <auto function>
[[nodiscard]] val by_default(const std::u16string& text) {
  return function(text, val::undefined());
}

inline constexpr auto encoding_names = names<Encoding>("gsm7", "ucs2");

}  // namespace klikspor::door
