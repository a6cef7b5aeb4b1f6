// Replacements for JavaScript: exported C functions over one resident text buffer in, one result buffer out.
#include "klikspor/replacement.hpp"

#include <emscripten/emscripten.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace {

std::vector<char16_t> text(4096);
std::vector<std::uint32_t> offenders;
std::u16string replaced;

/// The unit at `index`, or 0 beyond the end.
std::uint32_t unit_at(std::u16string_view units, std::size_t index) {
  return index < units.size() ? units[index] : 0U;
}

}  // namespace

extern "C" {

/// The text buffer, made to hold `units` code units.
EMSCRIPTEN_KEEPALIVE char16_t* replacementText(std::uint32_t units) {
  if (text.size() < units) text.resize(units);
  return text.data();
}

/// Finds what costs the first `length` code units their GSM-7; `replacementOffenders` has six numbers each: start, end,
/// 1 if replaceable, and the replacement's three code units, 0 for none.
EMSCRIPTEN_KEEPALIVE std::uint32_t replacementExplain(std::uint32_t length) {
  offenders.clear();
  std::uint32_t count = 0;
  for (const auto& found : klikspor::explain_text({text.data(), length})) {
    offenders.insert(offenders.end(),
                     {found.start, found.end, found.replaceable ? 1U : 0U, unit_at(found.replacement(), 0),
                      unit_at(found.replacement(), 1), unit_at(found.replacement(), 2)});
    ++count;
  }
  return count;
}

EMSCRIPTEN_KEEPALIVE const std::uint32_t* replacementOffenders() {
  return offenders.data();
}

/// Replaces in the first `length` code units; returns how many there are now. They stay until the next call.
EMSCRIPTEN_KEEPALIVE std::uint32_t replacementApply(std::uint32_t length) {
  replaced = klikspor::replace_characters({text.data(), length});
  return static_cast<std::uint32_t>(replaced.size());
}

EMSCRIPTEN_KEEPALIVE const char16_t* replacementResult() {
  return replaced.data();
}

}  // extern "C"
