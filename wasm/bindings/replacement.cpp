// Replacements and explanations for JavaScript: exported C functions over one resident text buffer in, result buffers
// out.
#include "klikspor/replacement.hpp"

#include <emscripten/emscripten.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "klikspor/explanation.hpp"
#include "segment_options.hpp"

namespace {

std::vector<char16_t> text(4096);
std::vector<std::uint32_t> offenders;
std::vector<std::uint32_t> numbers;
std::u16string replaced;

/// The unit at `index`, or 0 beyond the end.
std::uint32_t unit_at(std::u16string_view units, std::size_t index) {
  return index < units.size() ? units[index] : 0U;
}

std::uint32_t write_offenders(const std::vector<klikspor::Offender>& found) {
  offenders.clear();
  for (const auto& offender : found) {
    const auto same = offender.replacement();
    for (const std::uint32_t number :
         {offender.start, offender.end, static_cast<std::uint32_t>(offender.code_point), offender.replaceable ? 1U : 0U,
          unit_at(same, 0), unit_at(same, 1), unit_at(same, 2)}) {
      offenders.push_back(number);
    }
  }
  return static_cast<std::uint32_t>(found.size());
}

}  // namespace

extern "C" {

/// The text buffer, made to hold `units` code units.
EMSCRIPTEN_KEEPALIVE char16_t* replacementText(std::uint32_t units) {
  if (text.size() < units) text.resize(units);
  return text.data();
}

/// Finds what costs the first `length` code units their GSM-7; `replacementOffenders` has them.
EMSCRIPTEN_KEEPALIVE std::uint32_t replacementExplain(std::uint32_t length, std::uint32_t flags, std::uint32_t locking,
                                                      std::uint32_t single, std::uint32_t allowed_locking,
                                                      std::uint32_t allowed_single) {
  const auto options = segment_options_of(flags, locking, single, allowed_locking, allowed_single);
  return write_offenders(klikspor::explain_text({text.data(), length}, options));
}

/// Seven numbers each: start, end, code point, 1 if replaceable, and the replacement's three code units, 0 for none.
EMSCRIPTEN_KEEPALIVE const std::uint32_t* replacementOffenders() {
  return offenders.data();
}

/// Explains the plan of the first `length` code units. Numbers: the plans before and after all; where the removal
/// starts and its characters; how many offenders, kinds and borders; the kind of each offender; of each kind its count
/// and its segments after, plus 1 (0: not worked out); of each border its segment, kind and wasted units.
EMSCRIPTEN_KEEPALIVE const std::uint32_t* replacementExplainSegments(std::uint32_t length, std::uint32_t flags,
                                                                     std::uint32_t locking, std::uint32_t single,
                                                                     std::uint32_t allowed_locking,
                                                                     std::uint32_t allowed_single) {
  const auto options = segment_options_of(flags, locking, single, allowed_locking, allowed_single);
  const auto explained = klikspor::explain_segments({text.data(), length}, options);
  write_offenders(explained.offenders);
  numbers.resize(2 * plan_numbers);
  write_plan(explained.before, numbers.data());
  write_plan(explained.after_all, numbers.data() + plan_numbers);
  for (const std::size_t number : {std::size_t{explained.removal.start}, std::size_t{explained.removal.characters},
                                   explained.offenders.size(), explained.kinds.size(), explained.borders.size()}) {
    numbers.push_back(static_cast<std::uint32_t>(number));
  }
  for (const std::uint32_t kind : explained.kind_of) numbers.push_back(kind);
  for (const auto& kind : explained.kinds) {
    numbers.push_back(kind.count);
    numbers.push_back(kind.segments_after ? *kind.segments_after + 1 : 0);
  }
  for (const auto& border : explained.borders) {
    numbers.push_back(border.segment);
    numbers.push_back(static_cast<std::uint32_t>(border.kind));
    numbers.push_back(border.units_wasted);
  }
  return numbers.data();
}

/// Replaces in the first `length` code units; returns how many there are now. They stay until the next call.
EMSCRIPTEN_KEEPALIVE std::uint32_t replacementApply(std::uint32_t length, std::uint32_t flags, std::uint32_t locking,
                                                    std::uint32_t single, std::uint32_t allowed_locking,
                                                    std::uint32_t allowed_single) {
  replaced = klikspor::replace_characters({text.data(), length},
                                          segment_options_of(flags, locking, single, allowed_locking, allowed_single));
  return static_cast<std::uint32_t>(replaced.size());
}

EMSCRIPTEN_KEEPALIVE const char16_t* replacementResult() {
  return replaced.data();
}

}  // extern "C"
