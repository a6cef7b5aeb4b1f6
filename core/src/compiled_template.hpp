#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "klikspor/recipient_list.hpp"

namespace klikspor::detail {

/// What a piece of text may bring into a message, as bits: those of a message are those of its pieces together.
enum Trait : std::uint8_t {
  outside_gsm7 = 1,    ///< a character that is not in the default tables
  escape_pairs = 2,    ///< characters of two septets
  surrogates = 4,      ///< pairs that a border may not cut
  lone_surrogate = 8,  ///< half a pair, which at the edge of a piece may join its neighbour's
};

/// What is known of a value without reading it again.
struct ValueSummary {
  std::uint32_t septets = 0;  ///< with the default tables; of those of its characters that have some
  std::uint8_t traits = 0;    ///< of `Trait`
};

/// Text that is the same in every message, with its pairs found: between two merge fields, or before the first or
/// behind the last. Short links are in it: they differ from recipient to recipient, but cost the same.
struct StaticText {
  std::u16string text;
  ValueSummary summary;
  std::vector<std::uint32_t> escape_gaps;     ///< septets before each escape pair since the last, then those behind
  std::vector<std::uint32_t> surrogate_gaps;  ///< the same in code units for surrogate pairs
  std::vector<std::size_t> slug_at;           ///< where each slug begins, in `text`; in `utf8` once finished
  std::string utf8;
};

/// A template as a list sees it: static text and fields by turns, one more text than fields.
struct CompiledTemplate {
  std::vector<StaticText> texts;
  std::vector<std::int32_t> columns;  ///< of each field; -1: none
  std::vector<ValueSummary> fallbacks;
  bool joins = false;  ///< a lone surrogate at an edge: pieces cannot be summed up by themselves
};

[[nodiscard]] CompiledTemplate compile(const Template& templ, const MessageOptions& options,
                                       const std::vector<std::u16string>& columns);

}  // namespace klikspor::detail
