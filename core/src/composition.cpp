#include "detail/composition.hpp"

#include <cstddef>
#include <cstdint>

#include "detail/numbers.hpp"
#include "tables/letter_tables.hpp"

namespace klikspor::detail {
namespace {

/// Finds a letter, or (with 0 instead) what a letter and a mark are together.
struct Found {
  char32_t together = 0;  ///< 0: nothing was found
  Composition made_of;
};
Found find(char32_t together, const Composition& made_of) noexcept {
  Numbers steps(tables::composed_steps.data());
  Numbers letters(tables::composed_from.data());
  Found at;
  for (const std::uint8_t mark : tables::composed_marks) {
    at.together += steps.next();
    at.made_of.letter += letters.next_signed();
    at.made_of.mark = tables::marks[mark];
    if (together == 0) {
      if (at.made_of.letter == made_of.letter && at.made_of.mark == made_of.mark) return at;
    } else if (at.together >= together) {
      return at.together == together ? at : Found{};
    }
  }
  return {};
}

}  // namespace

std::optional<Composition> composition_of(char32_t together) noexcept {
  const Found found = find(together, {});
  if (found.together == 0) return std::nullopt;
  return found.made_of;
}

char32_t composed(char32_t letter, char32_t mark) noexcept {
  return find(0, {letter, mark}).together;
}

char32_t case_folded(char32_t letter) noexcept {
  if (letter >= U'a' && letter <= U'z') return letter;
  Numbers runs(tables::case_runs.data());
  const auto* const end = tables::case_runs.data() + tables::case_runs.size();
  std::uint32_t first = 0;
  while (!runs.is_at(end)) {
    first += runs.next();
    const std::uint32_t count = runs.next();
    const std::uint32_t distance = runs.next_signed();
    if (letter < first) break;
    const std::uint32_t step = 1 + count % 2;
    const std::uint32_t beyond = letter - first;
    if (beyond % step == 0 && beyond / step < count / 2) return letter + distance;
  }
  return letter;
}

}  // namespace klikspor::detail
